import type { ProductId } from "#lib/registry/types.ts";

/** Products that post what happens in them, in a format that is understood. */
export const guides = [
  "distribution",
  "gitlab",
  "harbor",
  "hub",
  "github",
  "quay",
  "azure",
  "aliyun",
] as const;
export type Guide = (typeof guides)[number];

const byProduct: Partial<Record<ProductId, Guide>> = {
  generic: "distribution",
  distribution: "distribution",
  mirror: "distribution",
  gitlab: "gitlab",
  harbor: "harbor",
  "docker-hub": "hub",
  ghcr: "github",
  quay: "quay",
  azure: "azure",
  "aliyun-acr": "aliyun",
};

/** null: none is known for this product. */
export const guideOf = (product: ProductId): Guide | null => byProduct[product] ?? null;

/** What CNCF Distribution 2 and 3 read. Blobs come and go with their manifests: without them there is less to post. */
const yaml = (url: string) =>
  [
    "notifications:",
    "  endpoints:",
    "    - name: longshore",
    `      url: ${url}`,
    "      timeout: 3s",
    "      threshold: 5",
    "      backoff: 10s",
    "      ignoredmediatypes:",
    "        - application/octet-stream",
  ].join("\n");

const ruby = (url: string) =>
  [
    "registry['notifications'] = [",
    "  {",
    "    'name' => 'longshore',",
    `    'url' => '${url}',`,
    "    'timeout' => '3s',",
    "    'threshold' => 5,",
    "    'maxretries' => 5,",
    "    'backoff' => '10s'",
    "  }",
    "]",
  ].join("\n");

/** The lines a configuration file takes; null where there is a form instead. */
export function linesFor(guide: Guide, url: string): string | null {
  if (guide === "distribution") return yaml(url);
  return guide === "gitlab" ? ruby(url) : null;
}
