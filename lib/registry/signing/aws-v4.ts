import { createHash, createHmac } from "node:crypto";
import type { Signable, Signed } from "../transport/wire.ts";

export interface AwsKey {
  readonly id: string;
  readonly secret: string;
}
export interface AwsScope {
  readonly region: string;
  /** The service's signing name: "ecr". */
  readonly service: string;
}

/**
 * A request signed with AWS Signature Version 4 in its Authorization header, all its headers included.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signAws(request: Signable, key: AwsKey, { region, service }: AwsScope, now: Date): Signed {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const headers = { ...request.headers, "x-amz-date": time };
  const signed = canonicalHeaders({ ...headers, host: request.url.host });
  const names = signed.map(([name]) => name).join(";");
  const canonical = [
    request.method,
    request.url.pathname.split("/").map(encode).join("/"),
    canonicalQuery(request.url),
    ...signed.map(([name, value]) => `${name}:${value}`),
    "",
    names,
    sha256(request.body),
  ].join("\n");
  const scope = [day, region, service, "aws4_request"];
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical)].join("\n");
  const signingKey = scope.reduce<Buffer>((last, part) => hmac(last, part), Buffer.from(`AWS4${key.secret}`));
  const signature = hmac(signingKey, text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${[key.id, ...scope].join("/")}, SignedHeaders=${names}, Signature=${signature}`;
  return { url: request.url, headers: { ...headers, authorization } };
}

function canonicalHeaders(headers: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, " ")] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join("&");
}

/** RFC 3986: everything but the unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
