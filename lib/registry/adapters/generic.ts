import type { Adapter } from "./adapter.ts";

/** Any registry that speaks the distribution API and has no adapter of its own. */
export const generic: Adapter = {
  product: "generic",
  list: () => "catalog",
  offers: { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
  settings: "none",
  pageSize: 1000,
  ownsHost: () => false,
  recognise: () => "unknown",
  completeName: (name) => name,
};
