import type { IncomingHttpHeaders } from "node:http";
import type { ClientAddress, PeerHeaders } from "./proxies.ts";

/** Headers that only we, or Next itself, may set. A client's own are removed before anything reads them. */
const ours =
  /^(x-longshore-|x-forwarded-|x-middleware-|x-invoke-|x-nextjs-(?!(html-)?request-id$)|x-matched-path$|x-nonce$|x-real-ip$|forwarded$)/;

/** What the peer claims, read before `stripHeaders`. */
export function peerHeaders(headers: IncomingHttpHeaders): PeerHeaders {
  return {
    forwardedFor: joined(headers["x-forwarded-for"]),
    forwardedHost: joined(headers["x-forwarded-host"]),
    forwardedProto: joined(headers["x-forwarded-proto"]),
    host: headers.host,
  };
}

function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}

/**
 * Removes every header a client must not be able to set. The RSC headers are Next's own protocol, and so are its two request
 * ids: without them the development server cannot match debug data to an action, whose promise then never resolves.
 */
export function stripHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (ours.test(name)) delete headers[name];
  // A policy in the request would be Next's source for the nonce of inline scripts (proxy.ts sets the real one).
  delete headers["content-security-policy"];
  delete headers["content-security-policy-report-only"];
}

export interface RequestFacts extends ClientAddress {
  readonly requestId: string;
  /** Path and query as sent. */
  readonly path: string;
}

/** Tells Next, and lib/auth behind it, what we know. */
export function setHeaders(headers: IncomingHttpHeaders, facts: RequestFacts): void {
  headers["x-longshore-request-id"] = facts.requestId;
  headers["x-longshore-peer"] = facts.peer;
  headers["x-longshore-address"] = facts.address;
  headers["x-longshore-path"] = facts.path;
  headers["x-forwarded-for"] = facts.address;
  headers["x-forwarded-host"] = facts.host;
  headers["x-forwarded-proto"] = facts.proto;
}

/** Sent with every answer. Pages get a Content-Security-Policy of their own from proxy.ts, which knows the nonce. */
export function securityHeaders(publicUrl: string): Readonly<Record<string, string>> {
  return {
    // For whatever no page is made of: built files, refusals, Next's own errors. Nothing in them may run.
    "Content-Security-Policy":
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    ...(publicUrl.startsWith("https:") ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
  };
}
