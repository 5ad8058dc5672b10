import { AppError, type ErrorReason } from "../errors.ts";
import type { Adapter, AdapterApi } from "./adapters/adapter.ts";
import { deleteManifest, deleteTag } from "./delete.ts";
import { deleteTagged } from "./delete-tagged.ts";
import { ProductApi } from "./product-api.ts";
import type { CredentialSource } from "./transport/credentials.ts";
import type { Patience } from "./transport/retry.ts";
import type { Transport } from "./transport/transport.ts";
import type { RegistryClient, RegistryTarget, RequestOptions } from "./types.ts";

/**
 * Deletion by the door the product's adapter declares: its own API where it has to be asked there and takes the credential, /v2/
 * everywhere else. What it never does is refused without asking.
 */
export function deletionsAt(
  transport: Transport,
  { api, offers, keepsReferenced, untagsFirst }: Adapter,
  credentials: CredentialSource,
  patience: Patience | undefined,
): Pick<RegistryClient, "deleteTag" | "deleteManifest"> {
  const { target } = transport;
  const openDoor = doorTo(target, api, credentials, patience);
  return {
    async deleteTag(repository, tag, options) {
      if (offers.deleteTag === "never") {
        throw refusal(
          target,
          offers.deleteDigest === "never" ? "delete_unsupported" : "tag_delete_unsupported",
        );
      }
      const door = offers.deleteTag === "api" && api?.deleteTag ? await openDoor(options) : null;
      if (!door) return await deleteTag(transport, repository, tag, options);
      await api?.deleteTag?.(door.api, { target: door.shown, repository, reference: tag }, options);
    },
    async deleteManifest(repository, digest, options) {
      if (offers.deleteDigest === "never") throw refusal(target, "delete_unsupported");
      const door = offers.deleteDigest === "api" && api?.deleteManifest ? await openDoor(options) : null;
      if (door) {
        await api?.deleteManifest?.(door.api, { target: door.shown, repository, reference: digest }, options);
        return;
      }
      try {
        await (untagsFirst ? deleteTagged : deleteManifest)(transport, repository, digest, options);
      } catch (error) {
        throw keepsReferenced ? asStillReferenced(error) : error;
      }
    },
  };
}

interface Door {
  readonly api: ProductApi;
  readonly shown: RegistryTarget;
}

function doorTo(
  target: RegistryTarget,
  api: AdapterApi | undefined,
  credentials: CredentialSource,
  patience: Patience | undefined,
): (options: RequestOptions | undefined) => Promise<Door | null> {
  let kept: Door | undefined;
  return async (options) => {
    if (api === undefined || api.deletes?.(target) === false) return null;
    if (api.takesTemporaryLogin) {
      const credential = await credentials.get(options?.signal ?? new AbortController().signal);
      const shown = { ...target, credential };
      return { api: new ProductApi(shown, api, patience), shown };
    }
    // One for all deletions of a client: an API that wants a sign-in is signed in to once.
    kept ??= { api: new ProductApi(target, api, patience), shown: target };
    return kept;
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
