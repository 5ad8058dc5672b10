import type { Adapter } from "./adapter.ts";

/**
 * Aliyun Container Registry, personal edition and Enterprise Edition. /v2/ has no _catalog. The token servers,
 * dockerauth*.REGION.aliyuncs.com, are a built-in pair in transport/token-hosts.ts.
 * Addresses: https://help.aliyun.com/zh/acr/user-guide/use-container-registry-enterprise-edition-instances-to-push-and-pull-images.
 */
export const aliyunAcr: Adapter = {
  product: "aliyun-acr",
  list: () => "pinned",
  offers: { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
  settings: "none",
  pageSize: 100,
  ownsHost: (hostname) => editionOf(hostname) !== null,
  recognise: ({ endpoint }) => {
    const edition = editionOf(endpoint.hostname);
    return edition === null ? null : `Aliyun ACR ${edition}`;
  },
  completeName: (name) => name,
};

/** Public addresses and those inside a VPC; personal instances since 2024 have addresses of their own. */
const personalHost =
  /^(registry(-vpc|-internal)?\.[a-z0-9-]+|crpi-[a-z0-9]+(-vpc)?\.[a-z0-9-]+\.personal\.cr)\.aliyuncs\.com$/;
const enterpriseHost = /^[a-z0-9-]+-registry(-vpc)?\.[a-z0-9-]+\.cr\.aliyuncs\.com$/;

function editionOf(hostname: string): "personal" | "Enterprise" | null {
  if (personalHost.test(hostname)) return "personal";
  return enterpriseHost.test(hostname) ? "Enterprise" : null;
}
