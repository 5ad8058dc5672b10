export interface OriginRequest {
  readonly method: string;
  readonly origin: string | undefined;
  /** Host the client used, after trusted proxies. */
  readonly host: string;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  readonly path: string;
}

export type OriginVerdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: "missing" | "foreign"; readonly message: string };

const allowed: OriginVerdict = { allowed: true };

/**
 * Cross-site request forgery ends here: whatever may change something must come from a page of ours, by the address users
 * type (LONGSHORE_PUBLIC_URL) or by the very host the request was sent to. Browsers send Origin with every request that is
 * not GET or HEAD. A missing one is accepted only from a caller that brings no cookie, and brings a bearer token or posts to a
 * registry's secret address: nothing a browser adds by itself.
 */
export function checkOrigin(request: OriginRequest, publicUrl: string): OriginVerdict {
  if (request.method === "GET" || request.method === "HEAD") return allowed;
  if (request.origin === undefined) {
    const known = /^Bearer /i.test(request.authorization ?? "") || request.path.startsWith("/api/events/");
    if (request.cookie === undefined && known) return allowed;
    return {
      allowed: false,
      reason: "missing",
      message: `Refused: a ${request.method} request needs an Origin header (${publicUrl}).`,
    };
  }
  const host = hostOf(request.origin);
  if (request.origin === publicUrl || (host !== undefined && host === normalised(request.host)))
    return allowed;
  return {
    allowed: false,
    reason: "foreign",
    message:
      `Refused: this request comes from ${printable(request.origin)}, but Longshore is at ${publicUrl}. ` +
      "If that is how you open Longshore, set LONGSHORE_PUBLIC_URL to it and restart.",
  };
}

/** Host of an http(s) origin, default port left out; undefined for "null" and everything odd. */
function hostOf(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  // An origin is scheme and host, nothing else.
  return url.origin === origin.toLowerCase() ? url.host : undefined;
}

/** A Host header the way URL writes hosts. TLS ends before us, so ":443" may be a default port too. */
function normalised(host: string): string | undefined {
  if (!host || /[\s/?#@\\]/.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).host.replace(/:443$/, "");
}

function printable(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "").slice(0, 200);
}
