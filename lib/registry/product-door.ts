import type { AdapterApi } from "./adapters/adapter.ts";
import { ProductApi } from "./product-api.ts";
import type { CredentialSource } from "./transport/credentials.ts";
import type { Patience } from "./transport/retry.ts";
import type { RegistryTarget, RequestOptions } from "./types.ts";

/** A product's API and the target as it is shown there. */
export interface ProductDoor {
  readonly api: ProductApi;
  readonly shown: RegistryTarget;
}

/** One door for all a client asks of the API: what wants a sign-in is signed in to once. */
export function doorTo(
  target: RegistryTarget,
  api: AdapterApi,
  credentials: CredentialSource,
  patience: Patience | undefined,
): (options: RequestOptions | undefined) => Promise<ProductDoor> {
  let kept: ProductDoor | undefined;
  return async (options) => {
    if (api.takesTemporaryLogin) {
      const credential = await credentials.get(options?.signal ?? new AbortController().signal);
      const shown = { ...target, credential };
      return { api: new ProductApi(shown, api, patience), shown };
    }
    kept ??= { api: new ProductApi(target, api, patience), shown: target };
    return kept;
  };
}
