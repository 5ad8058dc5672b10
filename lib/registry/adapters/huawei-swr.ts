import type { Adapter } from "./adapter.ts";

const host = /^swr\.[a-z0-9-]+\.myhuaweicloud\.(com|eu)$/;

/**
 * Huawei Cloud Software Repository for Container. docker's user is PROJECT@AK, and its password is made of the secret key
 * (https://support.huaweicloud.com/usermanual-swr/swr_01_1000.html).
 */
export const huaweiSwr: Adapter = {
  product: "huawei-swr",
  list: () => "pinned",
  offers: { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
  settings: "none",
  pageSize: 100,
  ownsHost: (hostname) => host.test(hostname),
  recognise: ({ endpoint: { hostname } }) => (host.test(hostname) ? "Huawei SWR" : null),
  completeName: (name) => name,
};
