import { z } from "zod";
import { db, notify } from "#lib/db/index.ts";
import { createDockerClient, type PullCredential, type PullProgress } from "#lib/docker/index.ts";
import { AppError } from "#lib/errors.ts";
import { defineJob, type JobContext } from "#lib/jobs/index.ts";
import { dockerLogin, registryHost } from "#lib/registry/index.ts";
import { reachHost } from "../hosts/index.ts";
import { openTarget } from "../registries/index.ts";
import { daemonReference, referenceInput, writtenReference } from "./reference.ts";
import { findSource, type PullSource } from "./source.ts";

/** An order to pull, as stored with its job. */
export const pullInput = z.strictObject({
  hostId: z.uuid(),
  /** null: `repository` is a whole address typed by hand, pulled without a credential. */
  registryId: z.uuid().nullable(),
  repository: z.string().trim().min(1, { error: "required" }).max(255),
  reference: referenceInput,
  /** "linux/arm64"; absent: the daemon's own. */
  platform: z
    .string()
    .regex(/^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/, { error: "invalid" })
    .optional(),
});
export type PullInput = z.output<typeof pullInput>;

export interface PullResult {
  readonly digest: string | null;
  /** The daemon's last word: "Status: Downloaded newer image for …". */
  readonly status: string | null;
}

/** docker login's name for Docker Hub; everywhere else the host itself. */
const serverAddress = (host: string) => (host === "docker.io" ? "https://index.docker.io/v1/" : host);

/** The account of a source's registry. Throws CONFLICT when the registry has moved since the source was found. */
export async function openCredential(
  source: PullSource,
  signal: AbortSignal,
): Promise<PullCredential | undefined> {
  if (!source.registry) return undefined;
  const target = await openTarget(source.registry.id);
  // Read a moment later than the source: the secret typed for the new address must not go to the old one.
  if (registryHost(target.endpoint) !== source.host)
    throw new AppError("CONFLICT", "the registry's address has just changed");
  const credential = await dockerLogin(target, signal);
  if (credential.kind === "anonymous") return undefined;
  return {
    serverAddress: serverAddress(source.host),
    username: credential.username,
    secret: credential.secret,
  };
}

/** The job's log tells each layer once when it is there, and each time its connection is lost. */
function layerTeller(log: JobContext<unknown, unknown>["log"]) {
  const told = new Set<string>();
  const retrying = new Set<string>();
  return ({ layers }: PullProgress) => {
    for (const { id, state, totalBytes } of layers) {
      if (state !== "retrying") retrying.delete(id);
      else if (!retrying.has(id)) {
        retrying.add(id);
        log("warn", { line: "layerRetried", layer: id });
      }
      if (told.has(id) || (state !== "done" && state !== "exists")) continue;
      told.add(id);
      log(
        "info",
        state === "exists"
          ? { line: "layerThere", layer: id }
          : { line: "layerPulled", layer: id, bytes: totalBytes },
      );
    }
  };
}

/** The sentence names the registry and the image; the daemon's words alone often do not. */
function located(error: unknown, source: PullSource, image: string): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, error.message, {
    cause: error,
    ...(error.reason ? { reason: error.reason } : {}),
    ...(error.upstream ? { upstream: error.upstream } : {}),
    ...(error.status === undefined ? {} : { status: error.status }),
    params: { ...error.params, host: source.host, image },
  });
}

async function run(context: JobContext<PullInput, PullProgress>): Promise<PullResult> {
  const { input, signal, log } = context;
  const host = await reachHost(input.hostId);
  const source = await findSource(input.registryId, input.repository);
  const credential = await openCredential(source, signal);
  const image = writtenReference(source.repository, input.reference);
  const order = { image, platform: input.platform ?? null, host: host.name };
  log(
    "info",
    credential
      ? { line: "pullingAs", ...order, username: credential.username }
      : { line: "pulling", ...order },
  );
  const reference = daemonReference(input.reference);
  const tell = layerTeller(log);
  let last: PullProgress | undefined;
  try {
    const pictures = createDockerClient(host.endpoint).pullImage(
      {
        repository: source.repository,
        ...(reference === undefined ? {} : { reference }),
        ...(input.platform === undefined ? {} : { platform: input.platform }),
        ...(credential ? { credential } : {}),
      },
      signal,
    );
    for await (const picture of pictures) {
      context.report(picture);
      tell(picture);
      last = picture;
    }
  } catch (error) {
    if (error instanceof AppError && error.upstream) log("error", { text: error.upstream });
    throw located(error, source, image);
  }
  if (last?.digest) log("info", { line: "pulled", digest: last.digest });
  if (last?.status) log("info", { text: last.status });
  // The image is there, whether or not the database can pass that on just now: pages ask again after an outage.
  await notify(db(), { topic: "host", id: host.id, images: true }).catch(() => undefined);
  return { digest: last?.digest ?? null, status: last?.status ?? null };
}

/** Pulling twice ends where pulling once does, so at shutdown it is handed to the next worker. */
export const pullJob = defineJob({
  kind: "image.pull",
  input: pullInput,
  repeatable: true,
  concurrency: 3,
  run,
});
