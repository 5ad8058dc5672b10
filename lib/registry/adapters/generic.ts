import type { Adapter, Greeting } from "./adapter.ts";

/** Any registry that speaks the distribution API: CNCF Distribution and whatever has no adapter of its own yet. */
export const generic: Adapter = {
  product: "generic",
  list: () => "catalog",
  offers: { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
  settings: "none",
  pageSize: 1000,
  ownsHost: () => false,
  recognise: nameByHeaders,
  completeName: (name) => name,
};

/** Headers products leave on /v2/; the first that speaks wins. */
function nameByHeaders({ headers }: Greeting): string {
  const server = headers.get("server") ?? "";
  if (headers.get("zot-version") !== undefined || /^zot/i.test(server)) return "zot";
  if (headers.get("x-jfrog-version") !== undefined || /^artifactory/i.test(server))
    return "JFrog Artifactory";
  if (/^nexus/i.test(server)) return "Sonatype Nexus";
  if (headers.get("docker-distribution-api-version") === "registry/2.0") return "CNCF Distribution";
  return "unknown";
}
