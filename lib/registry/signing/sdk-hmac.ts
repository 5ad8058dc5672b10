import type { Signable, Signed } from "../transport/wire.ts";
import type { AccessKey } from "./acs3.ts";
import { canonicalHeaders, canonicalPath, canonicalQuery, hmac, sha256Hex } from "./canonical.ts";

const algorithm = "SDK-HMAC-SHA256";

/**
 * Huawei Cloud's AK/SK signature. The path it signs ends with a slash, whether the request's does or not.
 * https://support.huaweicloud.com/devg-apisign/api-sign-algorithm-001.html.
 */
export function signSdkHmac({ method, url, headers, body }: Signable, key: AccessKey, now: Date): Signed {
  const date = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const all = { ...headers, "x-sdk-date": date };
  const { lines, names } = canonicalHeaders(
    url,
    all,
    (name) => name === "content-type" || name === "x-sdk-date",
  );
  const path = canonicalPath(url).replace(/\/?$/, "/");
  const canonical = [method, path, canonicalQuery(url), lines, names, sha256Hex(body)].join("\n");
  const signature = hmac(key.secret, `${algorithm}\n${date}\n${sha256Hex(canonical)}`).toString("hex");
  const authorization = `${algorithm} Access=${key.id}, SignedHeaders=${names}, Signature=${signature}`;
  return { url, headers: { ...all, authorization } };
}
