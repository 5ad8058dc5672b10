import { z } from "zod";
import {
  digest,
  type Format,
  idOf,
  only,
  passedOver,
  refusedOne,
  repository,
  said,
  tag,
  unknownTime,
  unsaid,
} from "./fields.ts";

/** "ghcr.io/Owner/name:1.0": names of images have no capitals, their owner may. */
const packageUrl = z
  .string()
  .max(600)
  .transform((url) => /^[^/]+\/([^:@]+)/.exec(url)?.[1]?.toLowerCase())
  .pipe(repository);

const version = z.object({
  id: z.number(),
  version: digest.catch(undefined),
  package_url: packageUrl,
  container_metadata: z.object({ tag: z.object({ name: tag, digest: digest.catch(undefined) }).optional() }),
});
const shape = z.object({
  package: z.object({ updated_at: z.iso.datetime({ offset: true }).catch(""), package_version: version }),
  sender: z.object({ login: said }).optional(),
});

const seen = z.object({ action: z.string(), package_version: z.looseObject({}) });

/**
 * GitHub's webhook events `package` and `registry_package`, which say the same of an image in ghcr.io: published, tag by tag, and once
 * more for each manifest without one. https://docs.github.com/webhooks/webhook-events-and-payloads#registry_package
 */
export const readGitHub: Format = (body) => {
  const outer = z.looseObject({}).safeParse(body).data;
  const subject = outer?.registry_package ?? outer?.package;
  const found = seen.safeParse({ action: outer?.action, ...z.looseObject({}).safeParse(subject).data }).data;
  if (!found) return null;
  // Packages of other kinds, and changes of what is not the image.
  if (!found.package_version.container_metadata) return passedOver;
  if (found.action !== "published" && found.action !== "updated") return passedOver;
  const event = shape.safeParse({ package: subject, sender: outer?.sender }).data;
  if (!event) return refusedOne;
  const { updated_at, package_version } = event.package;
  const told = package_version.container_metadata.tag;
  const pushed = package_version.version ?? told?.digest;
  return only({
    ...unsaid,
    id: idOf("github", [package_version.id, package_version.package_url, told?.name, pushed, updated_at]),
    kind: "push",
    repository: package_version.package_url,
    tag: told?.name ?? null,
    digest: pushed ?? null,
    actor: event.sender?.login ?? null,
    at: updated_at ? new Date(updated_at) : unknownTime,
  });
};
