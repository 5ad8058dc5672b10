import type { Adapter } from "./adapter.ts";

const personalHost = /^(ccr|[a-z]+ccr)\.ccs\.tencentyun\.com$/;
const enterpriseHost = /^[a-z0-9-]+\.tencentcloudcr\.com$/;

/**
 * Tencent Container Registry, personal edition (ccr.ccs.tencentyun.com, hkccr… and others outside the mainland) and
 * Enterprise. /v2/ lists nothing to an account.
 * Addresses: https://cloud.tencent.com/document/product/1141/63910, https://cloud.tencent.com/document/product/1141/39287.
 */
export const tencentTcr: Adapter = {
  product: "tencent-tcr",
  list: () => "pinned",
  offers: { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
  settings: "none",
  pageSize: 100,
  ownsHost: (hostname) => personalHost.test(hostname) || enterpriseHost.test(hostname),
  recognise: ({ endpoint: { hostname } }) => {
    if (personalHost.test(hostname)) return "Tencent TCR personal";
    return enterpriseHost.test(hostname) ? "Tencent TCR Enterprise" : null;
  },
  completeName: (name) => name,
};
