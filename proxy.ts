import { type NextRequest, NextResponse } from "next/server";

/**
 * The page's Content-Security-Policy. Scripts only by nonce and what those load (`strict-dynamic`); styles may be inline,
 * because toasts, scroll locks and server-rendered style attributes break without, and a style cannot run code here.
 */
function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    // React's development build evaluates stack traces.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws: wss:" : ""}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * A repository's name contains slashes, so the view comes first in the real folders: `/registries/<id>/a/b/-/tags/1.0` is
 * served by `/registries/<id>/-/tags/1.0/a/b`. Done here and not by `rewrites` in the configuration, which tell the client's
 * router that the query is empty: `?tab=layers` and `?tab=raw` would be one page to it.
 */
function viewPath(pathname: string): string {
  return pathname
    .replace(/^(\/registries\/[^/]+)\/(.+)\/-\/(tags|manifests)\/([^/]+)$/, "$1/-/$3/$4/$2")
    .replace(/^(\/registries\/[^/]+)\/(.+)\/-\/activity$/, "$1/-/activity/$2");
}

/** Sets the nonce and its policy, and finds a view's folder. Never decides who may see what: that is `requireActor()` in every loader and handler. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next takes the nonce of its own scripts from the request's policy.
  headers.set("Content-Security-Policy", policy);
  const url = request.nextUrl.clone();
  url.pathname = viewPath(url.pathname);
  const response =
    url.pathname === request.nextUrl.pathname
      ? NextResponse.next({ request: { headers } })
      : NextResponse.rewrite(url, { request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = {
  // Pages. Built files and what /api answers run nothing, and have the strict policy of lib/server/headers.ts.
  matcher: ["/((?!_next/static|_next/image|api/).*)"],
};
