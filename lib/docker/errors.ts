import { AppError, type ErrorReason } from "../errors.ts";

/** What the daemon says when it cannot pull, and the cause each sentence stands for. First match wins. */
const causes: readonly (readonly [RegExp, ErrorReason])[] = [
  [/server gave HTTP response to HTTPS client/i, "daemon_insecure_registry"],
  [/x509: .*(unknown authority|self.signed)/i, "daemon_unknown_authority"],
  [/x509: certificate has expired/i, "tls_expired"],
  [/x509: .*legacy Common Name/i, "tls_no_subject_alt_name"],
  [/x509: certificate is (valid for|not valid for)/i, "tls_name_mismatch"],
  [/no space left on device/i, "daemon_disk_full"],
  [
    /no matching manifest for|no match for platform|does not match the specified platform/i,
    "daemon_no_matching_platform",
  ],
  [/toomanyrequests|too many requests|pull rate limit/i, "daemon_pulls_limited"],
  [
    /pull access denied|no basic auth credentials|authentication required|access to the resource is denied|unauthorized|\bdenied:/i,
    "daemon_pull_denied",
  ],
  [
    /manifest unknown|manifest for \S+ not found|name unknown|repository \S+ not found|\bnot found$/i,
    "daemon_image_not_found",
  ],
  [/verification failed for digest|unexpected commit (digest|size)/i, "digest_mismatch"],
  [/unexpected HTTP status: 5/i, "registry_failed"],
  [/unexpected HTTP status|parsing HTTP \d+ response body|invalid character '<'/i, "unexpected_answer"],
  [
    /\bdial tcp\b|connection (refused|reset)|unexpected EOF|: EOF$|no such host|no route to host|network is unreachable|timeout|deadline exceeded|Client\.Timeout/i,
    "daemon_registry_unreachable",
  ],
];

/** The daemon's sentence with its cause, when it is a known one. */
export function daemonError(words: string, context: { status?: number; secret?: string } = {}): AppError {
  const upstream = context.secret ? words.replaceAll(context.secret, "[redacted]") : words;
  const reason = causes.find(([pattern]) => pattern.test(upstream))?.[1];
  return new AppError("DOCKER_REJECTED", `Docker daemon: ${upstream}`, {
    upstream: upstream.trim(),
    ...(reason ? { reason } : {}),
    ...(context.status === undefined ? {} : { status: context.status }),
  });
}

const connectionReasons: Readonly<Record<string, ErrorReason>> = {
  ENOENT: "daemon_socket_missing",
  ENOTDIR: "daemon_socket_missing",
  EACCES: "daemon_socket_denied",
  EPERM: "daemon_socket_denied",
  ECONNREFUSED: "daemon_not_running",
  ECONNRESET: "daemon_not_running",
  EPIPE: "daemon_not_running",
  ENOTFOUND: "dns_not_found",
};

const field = (error: unknown, name: string): unknown =>
  typeof error === "object" && error !== null && name in error ? Reflect.get(error, name) : undefined;

/** dockerode puts the daemon's `{"message": …}` into `json`, a Buffer when it was no JSON. */
function daemonWords(error: unknown): string {
  const json = field(error, "json");
  const message = field(json, "message");
  if (typeof message === "string") return message;
  if (Buffer.isBuffer(json) && json.length > 0) return json.toString("utf8");
  // Before a stream dockerode has only its own sentence, with the daemon's inside.
  return error instanceof Error ? error.message.replace(/^\(HTTP code \d+\) .*? - /, "").trim() : "no words";
}

/** A caller's deadline is a deadline too; only its change of mind is a cancellation. */
const isTimeout = (signal: AbortSignal | undefined) => field(signal?.reason, "name") === "TimeoutError";

/** The daemon takes connections and says nothing. */
export function silent(endpoint: string, cause?: unknown): AppError {
  return new AppError("TIMEOUT", `Docker daemon at ${endpoint} did not answer in time`, {
    reason: "daemon_silent",
    params: { endpoint },
    cause,
  });
}

/**
 * Any failure of a call as an AppError.
 * @param signals the caller's signal, and our deadline: which of the two ended the call decides what it is called.
 */
export function translate(
  error: unknown,
  endpoint: string,
  signals: { readonly caller?: AbortSignal | undefined; readonly deadline?: AbortSignal | undefined } = {},
  secret?: string,
): AppError {
  if (error instanceof AppError) return error;
  const late = isTimeout(signals.deadline) || isTimeout(signals.caller);
  if (late) return silent(endpoint, error);
  if (signals.caller?.aborted) return new AppError("CANCELLED", "Docker call cancelled", { cause: error });
  const status = field(error, "statusCode");
  if (typeof status === "number")
    return daemonError(daemonWords(error), { status, ...(secret ? { secret } : {}) });
  const code = field(error, "code");
  const reason = typeof code === "string" ? connectionReasons[code] : undefined;
  return new AppError("DOCKER_UNREACHABLE", `Docker daemon at ${endpoint} not reachable`, {
    cause: error,
    params: { endpoint },
    ...(reason ? { reason } : {}),
    ...(error instanceof Error ? { upstream: error.message } : {}),
  });
}
