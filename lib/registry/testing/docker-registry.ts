import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestManifest } from "./images.ts";
import { pushManifest } from "./push.ts";

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
    /** A token for `push` to use. */
    readonly grant: (scopes: readonly string[]) => string;
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
    push: (repository, tag, manifest) =>
      pushManifest(endpoint, repository, tag, manifest, authorizationFor(options, repository)),
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

function authorizationFor(options: DockerRegistryOptions, repository: string): string | undefined {
  const { user, token } = options;
  if (token !== undefined) return `Bearer ${token.grant([`repository:${repository}:pull,push`])}`;
  return user && `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}`;
}
