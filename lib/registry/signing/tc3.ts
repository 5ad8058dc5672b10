import type { Signable, Signed } from "../transport/wire.ts";
import type { AccessKey } from "./acs3.ts";
import { canonicalHeaders, canonicalQuery, hmac, sha256Hex } from "./canonical.ts";

const algorithm = "TC3-HMAC-SHA256";

/**
 * Tencent Cloud's signature v3, for a day (UTC) and one service; `x-tc-action`, `x-tc-version` and `x-tc-region` are among the
 * headers, the action is signed in lower case.
 * https://cloud.tencent.com/document/api/1141/41605.
 */
export function signTc3(
  { method, url, headers, body }: Signable,
  key: AccessKey,
  { now, service }: { readonly now: Date; readonly service: string },
): Signed {
  const action = (headers["x-tc-action"] ?? "").toLowerCase();
  const { lines, names } = canonicalHeaders(
    url,
    { ...headers, "x-tc-action": action },
    (name) => name === "content-type" || name === "x-tc-action",
  );
  const canonical = [method, "/", canonicalQuery(url), lines, names, sha256Hex(body)].join("\n");
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const date = now.toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const dayKey = hmac(hmac(hmac(`TC3${key.secret}`, date), service), "tc3_request");
  const text = [algorithm, timestamp, scope, sha256Hex(canonical)].join("\n");
  const signature = hmac(dayKey, text).toString("hex");
  const authorization = `${algorithm} Credential=${key.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { url, headers: { ...headers, "x-tc-timestamp": timestamp, authorization } };
}
