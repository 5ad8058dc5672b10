import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface KeyPair {
  readonly id: string;
  readonly secret: string;
}

const form = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/;
const wanted = [
  "host",
  "x-acs-action",
  "x-acs-content-sha256",
  "x-acs-date",
  "x-acs-signature-nonce",
  "x-acs-version",
];
const usedNonces = new Set<string>();

/**
 * What Aliyun's gateway says to a signature, undefined when it is good: computed from the request as it came, by the headers it
 * says it signed. https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature;
 * codes: https://developer.aliyun.com/ask/278265 (a date is good for 15 minutes, a nonce once).
 */
export function wrongWithAcs3(request: IncomingMessage, body: string, key: KeyPair): string | undefined {
  const header = (name: string): string => String(request.headers[name] ?? "");
  const [, id, names = "", signature] = form.exec(header("authorization")) ?? [];
  const signed = names.split(";");
  if (signature === undefined || !wanted.every((name) => signed.includes(name))) return "IncompleteSignature";
  if (id !== key.id) return "InvalidAccessKeyId.NotFound";
  if (Math.abs(Date.now() - Date.parse(header("x-acs-date"))) > 15 * 60_000)
    return "InvalidTimeStamp.Expired";
  const hash = createHash("sha256").update(body).digest("hex");
  if (header("x-acs-content-sha256") !== hash) return "SignatureDoesNotMatch";
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const text = [
    request.method,
    path,
    sortedQuery(query),
    ...signed.map((name) => `${name}:${header(name)}`),
    "",
    names,
    hash,
  ].join("\n");
  const digest = createHash("sha256").update(text).digest("hex");
  const right = createHmac("sha256", key.secret).update(`ACS3-HMAC-SHA256\n${digest}`).digest("hex");
  if (right !== signature) return "SignatureDoesNotMatch";
  if (usedNonces.has(header("x-acs-signature-nonce"))) return "SignatureNonceUsed";
  usedNonces.add(header("x-acs-signature-nonce"));
  return undefined;
}

/** As it came, each pair in order; a plus is a space, which the signature writes %20. */
export function sortedQuery(query: string): string {
  if (query === "") return "";
  return query
    .split("&")
    .map((pair) => (pair.includes("=") ? pair : `${pair}=`).replaceAll("+", "%20"))
    .sort()
    .join("&");
}
