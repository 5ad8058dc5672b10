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
  if (!existsSync(binary)) throw new Error("skopeo is missing: apt-get install skopeo");
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

async function skopeo(folder: string, args: readonly string[]): Promise<void> {
  await run(binary, ["--insecure-policy", ...args], {
    // Nobody's own configuration or sign-ins.
    env: {
      ...process.env,
      HOME: folder,
      REGISTRY_AUTH_FILE: join(folder, "auth.json"),
      XDG_RUNTIME_DIR: folder,
    },
  });
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
