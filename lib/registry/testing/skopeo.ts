import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RegistryTarget } from "../types.ts";

const binary = "/usr/bin/skopeo";
const run = promisify(execFile);

/** A copy by skopeo, of everything and byte for byte; a target stands for that side's address and credential. */
export async function skopeoCopy(
  folder: string,
  from: string | readonly [RegistryTarget, string],
  to: string | readonly [RegistryTarget, string],
): Promise<void> {
  const [source, sourceFlags] = side("src", from, folder);
  const [destination, destinationFlags] = side("dest", to, folder);
  const flags = ["--all", "--preserve-digests", ...sourceFlags, ...destinationFlags];
  await skopeo(folder, ["copy", ...flags, source, destination]);
}

/** All tags of a repository, in one process. */
export async function skopeoSync(
  folder: string,
  from: readonly [RegistryTarget, string],
  to: RegistryTarget,
): Promise<void> {
  const [source, sourceFlags] = side("src", from, folder);
  const [destination, destinationFlags] = side("dest", [to, ""], folder);
  const flags = ["--all", "--preserve-digests", "--src", "docker", "--dest", "docker"];
  const bare = (address: string): string => address.replace(/^docker:\/\/|\/$/g, "");
  await skopeo(folder, [
    "sync",
    ...flags,
    ...sourceFlags,
    ...destinationFlags,
    bare(source),
    bare(destination),
  ]);
}

/**
 * What skopeo prints of a repository ("list-tags") or of a reference in it ("inspect", with `--raw` its bytes).
 * @param at a registry without password or TLS, and what to look at in it
 */
export async function skopeoTells(
  folder: string,
  command: readonly ["inspect" | "list-tags", ...string[]],
  at: readonly [endpoint: string, reference: string],
): Promise<string> {
  const [endpoint, reference] = at;
  return skopeo(folder, [
    ...command,
    "--tls-verify=false",
    `docker://${new URL(endpoint).host}/${reference}`,
  ]);
}

async function skopeo(folder: string, args: readonly string[]): Promise<string> {
  if (!existsSync(binary)) throw new Error("skopeo is missing: apt-get install skopeo");
  const { stdout } = await run(binary, ["--insecure-policy", ...args], {
    maxBuffer: 64 * 1024 * 1024,
    // Nobody's own configuration or sign-ins.
    env: {
      ...process.env,
      HOME: folder,
      REGISTRY_AUTH_FILE: join(folder, "auth.json"),
      XDG_RUNTIME_DIR: folder,
    },
  });
  return stdout;
}

function side(
  name: "src" | "dest",
  at: string | readonly [RegistryTarget, string],
  folder: string,
): readonly [string, readonly string[]] {
  if (typeof at === "string") return [at, []];
  const [{ endpoint, credential, caCertificate }, reference] = at;
  const url = new URL(endpoint);
  if (caCertificate !== undefined) writeFileSync(join(folder, "ca.crt"), caCertificate);
  const tls = url.protocol === "http:" ? `--${name}-tls-verify=false` : `--${name}-cert-dir=${folder}`;
  const creds =
    credential.kind === "basic" ? [`--${name}-creds=${credential.username}:${credential.secret}`] : [];
  return [`docker://${url.host}/${reference}`, [tls, ...creds]];
}
