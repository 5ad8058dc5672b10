import { AppError, type ErrorReason } from "../errors.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { deleteManifest, deleteTag } from "./delete.ts";
import { deleteTagged } from "./delete-tagged.ts";
import type { ProductDoor } from "./product-door.ts";
import { deleteAndUnlist } from "./referrers/delete-and-unlist.ts";
import type { Transport } from "./transport/transport.ts";
import type { RegistryClient, RegistryTarget, RequestOptions } from "./types.ts";

/**
 * Deletion by the door the product's adapter declares: its own API where it has to be asked there and takes the credential, /v2/
 * everywhere else. What it never does is refused without asking.
 */
export function deletionsAt(
  transport: Transport,
  { api, offers, keepsReferenced, untagsFirst }: Adapter,
  door: ((options: RequestOptions | undefined) => Promise<ProductDoor>) | undefined,
): Pick<RegistryClient, "deleteTag" | "deleteManifest"> {
  const { target } = transport;
  const open = api?.deletes?.(target) === false ? undefined : door;
  return {
    async deleteTag(repository, tag, options) {
      if (offers.deleteTag === "never") {
        throw refusal(
          target,
          offers.deleteDigest === "never" ? "delete_unsupported" : "tag_delete_unsupported",
        );
      }
      if (offers.deleteTag !== "api" || api?.deleteTag === undefined || open === undefined) {
        return await deleteTag(transport, repository, tag, options);
      }
      const opened = await open(options);
      await api.deleteTag(opened.api, { target: opened.shown, repository, reference: tag }, options);
    },
    async deleteManifest(repository, digest, options) {
      if (offers.deleteDigest === "never") throw refusal(target, "delete_unsupported");
      const deletion = async (): Promise<void> => {
        if (offers.deleteDigest !== "api" || api?.deleteManifest === undefined || open === undefined) {
          return await (untagsFirst ? deleteTagged : deleteManifest)(transport, repository, digest, options);
        }
        const opened = await open(options);
        await api.deleteManifest(
          opened.api,
          { target: opened.shown, repository, reference: digest },
          options,
        );
      };
      try {
        if (offers.referrers === "registry") await deletion();
        else await deleteAndUnlist(transport, repository, digest, deletion, options);
      } catch (error) {
        throw keepsReferenced ? asStillReferenced(error) : error;
      }
    },
  };
}

function refusal({ endpoint, product }: RegistryTarget, reason: ErrorReason): AppError {
  const { host } = new URL(endpoint);
  return new AppError("UNSUPPORTED", `${product} does not delete`, { reason, params: { host } });
}

/** The same 403 is the answer to who may not delete; the words say both. */
function asStillReferenced(error: unknown): unknown {
  if (!(error instanceof AppError) || error.status !== 403) return error;
  const { status, upstream = "", params = {}, message } = error;
  return new AppError("CONFLICT", message, {
    reason: "still_referenced",
    status,
    upstream,
    params,
    cause: error,
  });
}
