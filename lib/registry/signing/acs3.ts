import type { Signable, Signed } from "../transport/wire.ts";
import { canonicalHeaders, canonicalPath, canonicalQuery, hmac, sha256Hex } from "./canonical.ts";

const algorithm = "ACS3-HMAC-SHA256";

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/**
 * Aliyun's signature V3, of RPC and ROA requests alike; `x-acs-action` and `x-acs-version` are among the headers. A nonce is
 * good for one request.
 * https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature.
 */
export function signAcs3(
  { method, url, headers, body }: Signable,
  key: AccessKey,
  { now, nonce }: { readonly now: Date; readonly nonce: string },
): Signed {
  const payload = sha256Hex(body);
  const all = {
    ...headers,
    "x-acs-content-sha256": payload,
    "x-acs-date": now.toISOString().replace(/\.\d+Z$/, "Z"),
    "x-acs-signature-nonce": nonce,
  };
  const { lines, names } = canonicalHeaders(
    url,
    all,
    (name) => name === "content-type" || name.startsWith("x-acs-"),
  );
  const canonical = [method, canonicalPath(url), canonicalQuery(url), lines, names, payload].join("\n");
  const signature = hmac(key.secret, `${algorithm}\n${sha256Hex(canonical)}`).toString("hex");
  const authorization = `${algorithm} Credential=${key.id},SignedHeaders=${names},Signature=${signature}`;
  return { url, headers: { ...all, authorization } };
}
