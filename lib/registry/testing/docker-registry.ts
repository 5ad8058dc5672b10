import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { request } from "undici";
import { digestOf } from "../digest.ts";
import type { TestManifest } from "./images.ts";

export interface DockerRegistryOptions {
  readonly user?: { readonly name: string; readonly password: string };
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly deleteEnabled?: boolean;
  /** Token server mode: realm, and the certificate its tokens are signed with. */
  readonly token?: {
    readonly realm: string;
    readonly service: string;
    readonly issuer: string;
    readonly certificate: string;
  };
}

export interface DockerRegistry {
  /** scheme://127.0.0.1:port */
  readonly endpoint: string;
  push(repository: string, tag: string, manifest: TestManifest): Promise<void>;
  stop(): Promise<void>;
}

const binaries = ["/usr/bin/docker-registry", "/usr/local/bin/docker-registry", "/usr/local/bin/registry"];

/** CNCF Distribution as Debian's docker-registry package installs it. */
export function findDockerRegistry(): string {
  const found = binaries.find((path) => existsSync(path));
  if (found === undefined) throw new Error("docker-registry is missing: apt-get install docker-registry");
  return found;
}

/** Starts a registry of its own on a free loopback port; stop() ends it and deletes its data. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "longshore-registry-"));
  mkdirSync(join(folder, "data"));
  const config = join(folder, "config.yml");
  writeFileSync(config, JSON.stringify(configuration(folder, options)));
  const child = spawn(findDockerRegistry(), ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  const port = await listeningPort(child);
  const endpoint = `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`;
  return {
    endpoint,
    push: (repository, tag, manifest) => push(endpoint, options, repository, tag, manifest),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The configuration file; YAML reads JSON. */
function configuration(folder: string, options: DockerRegistryOptions): object {
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { user, tls, token } = options;
  return {
    version: 0.1,
    log: { level: "info", accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: join(folder, "data") },
      delete: { enabled: options.deleteEnabled ?? false },
    },
    http: {
      addr: "127.0.0.1:0",
      secret: "test",
      ...(tls && { tls: { certificate: file("tls.crt", tls.certificate), key: file("tls.key", tls.key) } }),
    },
    ...(user && { auth: { htpasswd: { realm: "test", path: file("htpasswd", htpasswd(user)) } } }),
    ...(token && {
      auth: {
        token: {
          realm: token.realm,
          service: token.service,
          issuer: token.issuer,
          rootcertbundle: file("token.crt", token.certificate),
        },
      },
    }),
  };
}

function htpasswd(user: { readonly name: string; readonly password: string }): string {
  return execFileSync("htpasswd", ["-Bbn", "-C", "4", user.name, user.password], { encoding: "utf8" });
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    if (child.stderr === null) throw new TypeError("stderr is piped");
    const said: string[] = [];
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`docker-registry ended with ${code}:\n${said.join("\n")}`)),
    );
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

async function push(
  endpoint: string,
  options: DockerRegistryOptions,
  repository: string,
  tag: string,
  manifest: TestManifest,
): Promise<void> {
  const { user } = options;
  const headers: Record<string, string> = user
    ? { authorization: `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}` }
    : {};
  const { Agent } = await import("undici");
  // The test's own certificate authority is not what is being tested here.
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  const call = async (
    method: "POST" | "PUT",
    url: string,
    body?: Uint8Array,
    type = "application/octet-stream",
  ) => {
    const response = await request(url, {
      method,
      dispatcher,
      headers: { ...headers, "content-type": type },
      body: body ?? null,
    });
    const text = await response.body.text();
    if (response.statusCode >= 300) throw new Error(`${method} ${url}: ${response.statusCode} ${text}`);
    return response.headers;
  };
  const store = async (item: TestManifest, reference: string): Promise<void> => {
    for (const child of item.children) await store(child, child.digest);
    for (const blob of item.blobs) {
      const { location } = await call("POST", `${endpoint}/v2/${repository}/blobs/uploads/`);
      const url = new URL(String(location), endpoint);
      url.searchParams.set("digest", digestOf(blob));
      await call("PUT", url.href, blob);
    }
    await call("PUT", `${endpoint}/v2/${repository}/manifests/${reference}`, item.raw, item.mediaType);
  };
  await store(manifest, tag);
  await dispatcher.close();
}
