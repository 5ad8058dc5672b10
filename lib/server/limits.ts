import type { IncomingHttpHeaders } from "node:http";

/** A megabyte of certificates or of a server action, and what encodes it. */
const longestBody = 2 * 1024 * 1024;

export interface Refusal {
  readonly status: 400 | 411 | 413;
  readonly message: string;
}

/**
 * Judges a body by its announced length, before a byte of it is read: what is behind us reads bodies whole, next-auth without
 * any limit, and does so for strangers too. A body of unknown length is refused; browsers and curl always say it.
 */
export function checkBody(headers: IncomingHttpHeaders): Refusal | null {
  if (headers["transfer-encoding"] !== undefined)
    return { status: 411, message: "Refused: say the length of the body (Content-Length)." };
  if (Number(headers["content-length"] ?? 0) > longestBody)
    return { status: 413, message: `Refused: the body is longer than ${longestBody} bytes.` };
  return null;
}

/** Next answers 500 to a path it cannot decode, and passes on the NUL that Postgres refuses. */
export function checkPath(path: string): Refusal | null {
  const [pathname = ""] = path.split("?", 1);
  try {
    if (!decodeURIComponent(pathname).includes("\0")) return null;
  } catch {
    // Not decodable.
  }
  return { status: 400, message: "Refused: the address is not properly percent-encoded." };
}
