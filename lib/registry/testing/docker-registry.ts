import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestManifest } from "./images.ts";
import { pushManifest } from "./push.ts";

export interface DockerRegistryOptions {
  readonly user?: { readonly name: string; readonly password: string };
  readonly tls?: { readonly certificate: string; readonly key: string };
  readonly deleteEnabled?: boolean;
  /** Takes manifests whose layers have `urls`. */
  readonly foreignLayers?: boolean;
  /** Pull-through cache of this registry. */
  readonly proxyOf?: string;
  /** Where it posts its notifications. */
  readonly notify?: string;
  /** Its data are thousands of small files, which a disk takes longer to delete than a test to run. */
  readonly manyFiles?: boolean;
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
  /** SIGKILL to its process: what was under way breaks off. Its data stay. */
  kill(): Promise<void>;
  /** Ends it if it runs and starts it on the same port with the same data and these changes: a new certificate, another password. */
  restart(changes?: Partial<DockerRegistryOptions>): Promise<void>;
  /** Takes a repository out of its storage: Distribution itself keeps the name of one that has nothing any more. */
  vanish(repository: string): void;
  /** Takes a manifest out of its storage as a broken clean-up does: its tags still point to it. */
  lose(repository: string, digest: string): void;
  stop(): Promise<void>;
}

const repositories = "data/docker/registry/v2/repositories";
const binaries = ["/usr/bin/docker-registry", "/usr/local/bin/docker-registry", "/usr/local/bin/registry"];

/**
 * For a Go server that answers us alone: with the few megabytes it keeps, it would spend half of its time collecting garbage,
 * once for every four it has (GOGC, GOMEMLIMIT: go doc runtime). It collects at 256 MiB instead.
 */
export const roomyHeap = { GOGC: "off", GOMEMLIMIT: "256MiB" };

/** CNCF Distribution as Debian's docker-registry package installs it. */
export function findDockerRegistry(): string {
  const found = binaries.find((path) => existsSync(path));
  if (found === undefined) throw new Error("docker-registry is missing: apt-get install docker-registry");
  return found;
}

/** Starts a registry of its own on a free loopback port; stop() ends it and deletes its data. */
export async function startDockerRegistry(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const folder = mkdtempSync(join(options.manyFiles ? memoryFolder() : tmpdir(), "longshore-registry-"));
  mkdirSync(join(folder, "data"));
  let current = options;
  let running = await serve(folder, options, 0);
  const { port } = running;
  const endpoint = `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`;
  return {
    endpoint,
    push: (repository, tag, manifest) =>
      pushManifest(endpoint, repository, tag, manifest, authorizationFor(current, repository)),
    kill: () => end(running.child, "SIGKILL"),
    restart: async (changes = {}) => {
      await end(running.child, "SIGTERM");
      current = { ...current, ...changes };
      running = await serve(folder, current, port);
    },
    vanish: (repository) => rmSync(join(folder, repositories, repository), { recursive: true }),
    lose: (repository, digest) => {
      const revision = join(repository, "_manifests/revisions", digest.replace(":", "/"));
      rmSync(join(folder, repositories, revision), { recursive: true });
    },
    stop: async () => {
      await end(running.child, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where this machine keeps files in memory, if it does and there is room. */
export function memoryFolder(): string {
  const folder = "/dev/shm";
  if (!existsSync(folder)) return tmpdir();
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 1024 ** 3 ? folder : tmpdir();
}

async function serve(
  folder: string,
  options: DockerRegistryOptions,
  port: number,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const config = join(folder, "config.yml");
  writeFileSync(config, JSON.stringify(configuration(folder, options, port)));
  const child = spawn(findDockerRegistry(), ["serve", config], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...roomyHeap },
  });
  return { child, port: await listeningPort(child) };
}

async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

/** The configuration file; YAML reads JSON. */
function configuration(folder: string, options: DockerRegistryOptions, port: number): object {
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { user, tls, token, proxyOf, notify } = options;
  return {
    version: 0.1,
    log: { level: "info", accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: join(folder, "data") },
      delete: { enabled: options.deleteEnabled ?? false },
    },
    http: {
      addr: `127.0.0.1:${port}`,
      secret: "test",
      ...(tls && { tls: { certificate: file("tls.crt", tls.certificate), key: file("tls.key", tls.key) } }),
    },
    ...(options.foreignLayers && { validation: { manifests: { urls: { allow: ["^http://127"] } } } }),
    ...(notify && {
      notifications: {
        endpoints: [
          {
            name: "longshore",
            url: notify,
            timeout: "5s",
            threshold: 3,
            backoff: "100ms",
            ignoredmediatypes: ["application/octet-stream"],
          },
        ],
      },
    }),
    ...(proxyOf && { proxy: { remoteurl: proxyOf } }),
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
