import { createHash, createHmac } from "node:crypto";

/** The parts of a request as the clouds' signatures want them: each differs in what it makes of these. */

export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** RFC 3986: encodeURIComponent leaves !'()* as they are. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Each segment encoded anew, whatever the URL left as it was. */
export function canonicalPath({ pathname }: URL): string {
  return pathname
    .split("/")
    .map((segment) => encoded(decodeURIComponent(segment)))
    .join("/");
}

/** Sorted by name and value as they are encoded; a space is %20, never +. */
export function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join("&");
}

export interface CanonicalHeaders {
  /** name:value, each on a line of its own. */
  readonly lines: string;
  /** Their names, separated by semicolons. */
  readonly names: string;
}

/** The headers that are signed, with the host they go to, by lower-case name. */
export function canonicalHeaders(
  { host }: URL,
  headers: Readonly<Record<string, string>>,
  isSigned: (name: string) => boolean,
): CanonicalHeaders {
  const signed = Object.entries({ ...headers, host })
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .filter(([name]) => name === "host" || isSigned(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    lines: signed.map(([name, value]) => `${name}:${value}\n`).join(""),
    names: signed.map(([name]) => name).join(";"),
  };
}
