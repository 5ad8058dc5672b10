import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { log, withRequestId } from "../log.ts";
import { peerHeaders, securityHeaders, setHeaders, stripHeaders } from "./headers.ts";
import { checkBody, checkPath, type Refusal } from "./limits.ts";
import { checkOrigin } from "./origin.ts";
import { parseTrustedProxies, resolveClient } from "./proxies.ts";
import { shutdownSignal } from "./shutdown.ts";

export interface ListenerOptions {
  readonly publicUrl: string;
  /** Addresses and CIDR networks. */
  readonly trustedProxies: readonly string[];
  /** What answers in the end: Next. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
}

/**
 * Everything that must hold before Next sees a request: an id, the truth about who sent it, the origin policy and the
 * security headers; afterwards one line in the log.
 */
export function createListener({ publicUrl, trustedProxies, handle }: ListenerOptions): RequestListener {
  const proxies = parseTrustedProxies(trustedProxies);
  const fixedHeaders = Object.entries(securityHeaders(publicUrl));

  return (request, response) => {
    const requestId = randomUUID();
    const started = performance.now();
    const path = request.url ?? "/";
    const client = resolveClient(request.socket.remoteAddress, peerHeaders(request.headers), proxies);
    stripHeaders(request.headers);
    setHeaders(request.headers, { ...client, requestId, path });

    response.setHeader("X-Request-Id", requestId);
    for (const [name, value] of fixedHeaders) response.setHeader(name, value);
    if (shutdownSignal().aborted) response.setHeader("Connection", "close");

    withRequestId(requestId, () => {
      response.once("close", () => logRequest(request, response, path, client.address, started));
      const verdict = checkOrigin(
        {
          method: request.method ?? "GET",
          origin: request.headers.origin,
          host: client.host,
          authorization: request.headers.authorization,
          cookie: request.headers.cookie,
          path,
        },
        publicUrl,
      );
      if (!verdict.allowed) {
        log().warn(
          { reason: verdict.reason, origin: request.headers.origin, address: client.address },
          "origin refused",
        );
        refuse(request, response, requestId, { status: 403, message: verdict.message });
        return;
      }
      const refusal = checkPath(path) ?? checkBody(request.headers);
      if (refusal) {
        refuse(request, response, requestId, refusal);
        return;
      }
      void (async () => {
        try {
          await handle(request, response);
        } catch (error) {
          log().error({ error, path }, "a request failed");
          if (!response.headersSent) answer(response, 500, "INTERNAL", "Something went wrong.", requestId);
          else response.destroy();
        }
      })();
    });
  };
}

/** The body is not read: the connection cannot be used for another request. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  { status, message }: Refusal | { readonly status: 403; readonly message: string },
): void {
  response.setHeader("Connection", "close");
  answer(response, status, status === 403 ? "FORBIDDEN" : "INVALID_INPUT", message, requestId);
  request.resume();
}

function answer(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  requestId: string,
): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
  });
  response.end(`${JSON.stringify({ ok: false, error: { code, requestId }, message })}\n`);
}

function logRequest(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  address: string,
  started: number,
): void {
  const { method } = request;
  const ms = Math.round(performance.now() - started);
  // Files and probes by the thousand say nothing; failures always do.
  const quiet = response.statusCode < 500 && (path.startsWith("/_next/") || path.startsWith("/api/health/"));
  const fields = { method, path, status: response.statusCode, ms, address };
  if (quiet) log().debug(fields, "request");
  else log().info(fields, "request");
}
