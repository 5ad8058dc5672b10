import type { Capabilities, ProductId } from "../types.ts";
import type { Adapter, Greeting } from "./adapter.ts";

/** Products that list by _catalog and need no API beside /v2/: they differ in what they declare. */
export function catalogProduct(
  product: ProductId,
  offers: Pick<Capabilities, "deleteTag" | "deleteDigest" | "referrers">,
  recognise: Adapter["recognise"],
): Adapter {
  return {
    product,
    list: () => "catalog",
    offers,
    settings: "none",
    pageSize: 1000,
    ownsHost: () => false,
    recognise,
    completeName: (name) => name,
  };
}

/** CNCF Distribution 2 and 3. Deleting is a switch in its configuration; 2 refuses to delete a tag, and none has referrers. */
export const distribution: Adapter = {
  ...catalogProduct(
    "distribution",
    { deleteTag: "unknown", deleteDigest: "unknown", referrers: "fallback" },
    ({ headers }) =>
      headers.get("docker-distribution-api-version") === "registry/2.0" ? "CNCF Distribution" : null,
  ),
  manifestsAreFree: true,
};

/** A pull-through cache: it lists what it has kept, and takes nothing. Nothing on the wire tells it from its product. */
export const mirror = catalogProduct(
  "mirror",
  { deleteTag: "never", deleteDigest: "never", referrers: "unknown" },
  () => null,
);

export function serverOf(headers: Greeting["headers"]): string {
  return headers.get("server") ?? "";
}
