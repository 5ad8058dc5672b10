import { AppError } from "../errors.ts";
import { answerError } from "./answer-errors.ts";
import { unexpected } from "./json.ts";
import { essence } from "./media-types.ts";
import { parseChallenges, preferredChallenge } from "./transport/challenge.ts";
import type { Patience } from "./transport/retry.ts";
import { type Answer, type AnswerHeaders, Wire } from "./transport/wire.ts";
import type { Capabilities, RegistryTarget } from "./types.ts";

export interface Hail {
  readonly auth: Capabilities["auth"];
  readonly headers: AnswerHeaders;
}

/**
 * Asks /v2/ without a credential, to learn who is there before anything is trusted to them. Throws
 * REGISTRY_REJECTED/not_a_registry, REGISTRY_UNREACHABLE/https_server_on_http, REGISTRY_REJECTED/redirect_refused.
 */
export async function hail(wire: Wire, url: URL, signal: AbortSignal): Promise<Hail> {
  const answer = await wire.send({ method: "GET", url, ...plain, signal });
  if (isHttpsServer(answer)) {
    throw new AppError("REGISTRY_UNREACHABLE", `${url.host} speaks https`, {
      reason: "https_server_on_http",
      params: { host: url.host },
    });
  }
  if (answer.url.origin !== url.origin) {
    throw new AppError("REGISTRY_REJECTED", `${url.host} redirects to ${answer.url.origin}`, {
      reason: "redirect_refused",
      status: answer.status,
      params: { host: url.host, to: answer.url.origin },
    });
  }
  if (answer.status === 401) {
    const challenge = preferredChallenge(parseChallenges(answer.headers.all("www-authenticate")));
    if (challenge !== undefined) return { auth: challenge.scheme, headers: answer.headers };
    throw unexpected("/v2/ wants a sign-in but does not say which", "not_a_registry");
  }
  assertRegistry(answer);
  return { auth: "anonymous", headers: answer.headers };
}

/** Throws unless a 200 of /v2/ looks like a registry's: a web page or a login form is what proxies answer instead. */
export function assertRegistry(answer: Answer): void {
  if (answer.status !== 200) {
    throw answerError(answer, { what: "api", method: "GET", credential: { kind: "anonymous" } });
  }
  if (answer.headers.get("docker-distribution-api-version") !== undefined) return;
  // Without the header of Docker's time, registries answer nothing, JSON or "true".
  const text = Buffer.from(answer.body.subarray(0, 64)).toString("utf8").trim();
  const looksLikeApi = text === "" || text === "true" || text.startsWith("{") || text.startsWith('"');
  if (!looksLikeApi || essence(answer.headers.get("content-type")) === "text/html") {
    throw unexpected("/v2/ answers, but not as a registry", "not_a_registry");
  }
}

const plain = {
  headers: { accept: "application/json" },
  limit: 64 * 1024,
  redirects: 3,
  priority: "interactive",
} as const;

/** Go's words ("Client sent an HTTP request to an HTTPS server.") and nginx's ("plain HTTP request was sent to HTTPS port"). */
function isHttpsServer(answer: Answer): boolean {
  if (answer.status !== 400) return false;
  return /HTTP request.{0,20} to (an )?HTTPS/i.test(Buffer.from(answer.body).toString("utf8"));
}

/**
 * When an http/https mix-up may be the cause, asks the other scheme at the same host and port, without any credential. Returns
 * the endpoint that answers and, where the failure did not say so itself, the better error.
 */
export async function otherScheme(
  target: RegistryTarget,
  failure: AppError,
  signal: AbortSignal,
): Promise<{ readonly endpoint: string; readonly error?: AppError } | null> {
  const url = new URL(target.endpoint);
  const moved = typeof failure.params?.to === "string" ? new URL(failure.params.to) : undefined;
  if (failure.reason === "redirect_refused" && moved !== undefined) {
    const upgraded = moved.protocol === "https:" && moved.hostname === url.hostname;
    return upgraded ? { endpoint: moved.origin + url.pathname.replace(/\/$/, "") } : null;
  }
  const suspicious = [
    "http_server_on_https",
    "https_server_on_http",
    "connection_reset",
    "unexpected_answer",
    "not_a_registry",
  ];
  if (!suspicious.includes(failure.reason ?? "") && failure.code !== "TLS_UNTRUSTED") return null;
  // A certificate that is not trusted is a TLS server all right.
  if (failure.code === "TLS_UNTRUSTED" && failure.reason !== undefined) return null;
  const toHttp = url.protocol === "https:";
  const endpoint = `${toHttp ? "http" : "https"}://${url.host}${url.pathname.replace(/\/$/, "")}`;
  const reason = toHttp ? "http_server_on_https" : "https_server_on_http";
  if (!(await answers({ ...target, endpoint }, signal))) return null;
  return {
    endpoint,
    ...(failure.reason === reason
      ? {}
      : {
          error: new AppError("REGISTRY_UNREACHABLE", `${url.host} speaks the other scheme`, {
            reason,
            params: { host: url.host },
          }),
        }),
  };
}

const short: Patience = { attempts: 1, backoff: 0, longestPause: 0, deadline: 5_000 };

async function answers(target: RegistryTarget, signal: AbortSignal): Promise<boolean> {
  const url = new URL(`${new URL(target.endpoint).pathname.replace(/\/$/, "")}/v2/`, target.endpoint);
  try {
    const wire = new Wire({ ...target, credential: { kind: "anonymous" } }, short);
    await hail(wire, url, AbortSignal.any([signal, AbortSignal.timeout(short.deadline)]));
    return true;
  } catch (error) {
    // Whatever is wrong with its certificate, something there speaks TLS.
    return error instanceof AppError && error.code === "TLS_UNTRUSTED";
  }
}
