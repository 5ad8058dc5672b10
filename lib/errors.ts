/**
 * The closed set of errors a user can meet. Every code has words in both languages (lib/i18n/<locale>/errors.ts);
 * a missing entry does not compile. `reason` narrows a code to a known cause with a known fix.
 */
export const errorCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "INVALID_INPUT",
  "NOT_FOUND",
  "CONFLICT",
  "RATE_LIMITED",
  "UNSUPPORTED",
  "REGISTRY_UNREACHABLE",
  "REGISTRY_UNAUTHORIZED",
  "REGISTRY_REJECTED",
  "TLS_UNTRUSTED",
  "DOCKER_UNREACHABLE",
  "DOCKER_REJECTED",
  "DATABASE_UNAVAILABLE",
  "TIMEOUT",
  "CANCELLED",
  "INTERNAL",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Known causes, each with its own sentence and fix. Optional: a code without a reason still has words. */
export const errorReasons = [
  // reaching a registry
  "dns_not_found",
  "connection_refused",
  "connection_reset",
  "egress_refused",
  "http_server_on_https",
  "https_server_on_http",
  "not_a_registry",
  "redirect_refused",
  // TLS
  "tls_unknown_authority",
  "tls_self_signed",
  "tls_expired",
  "tls_not_yet_valid",
  "tls_name_mismatch",
  "tls_no_subject_alt_name",
  "tls_client_certificate_required",
  "certificate_unreadable",
  // signing in to a registry
  "credentials_refused",
  "credentials_missing",
  "key_unreadable",
  "token_host_unapproved",
  "token_refused",
  "permission_missing",
  "instance_unknown",
  // what a registry answers
  "listing_refused",
  "namespace_unknown",
  "manifest_unknown",
  "blob_unknown",
  "name_unknown",
  "digest_mismatch",
  "media_type_mismatch",
  "too_large",
  "endless_listing",
  "unexpected_answer",
  "registry_failed",
  "too_many_requests",
  "delete_disabled",
  "tag_delete_unsupported",
  "tag_moved",
  "tags_appeared",
  "tag_taken",
  "deletion_incomplete",
  "delete_unsupported",
  "delete_locked",
  "still_referenced",
  "tag_is_last",
  "last_of_repository",
  "push_refused",
  "push_too_large",
  "push_unsupported",
  "parts_missing",
  "push_place_unknown",
  "quota_exceeded",
  "target_moved",
  "schema1_unsupported",
  "platform_unknown",
  // Docker daemon
  "daemon_socket_missing",
  "daemon_socket_denied",
  "daemon_not_running",
  "daemon_silent",
  "daemon_insecure_registry",
  "daemon_unknown_authority",
  "daemon_registry_unreachable",
  "daemon_pulls_limited",
  "daemon_disk_full",
  "daemon_no_matching_platform",
  "daemon_pull_denied",
  "daemon_image_not_found",
  // our own
  "secret_needed_for_new_host",
  "secret_key_wrong",
  "setup_closed",
  "setup_token_wrong",
  "sign_in_refused",
  "sign_in_throttled",
  "own_account",
  "last_administrator",
  "name_taken",
  "registry_disabled",
  "index_running",
  "worker_lost",
  "database_disk_full",
] as const;
export type ErrorReason = (typeof errorReasons)[number];

/** What can be wrong with a field; each has a sentence in the `validation` messages. */
export const validationKeys = [
  "required",
  "invalid",
  "invalid_type",
  "invalid_choice",
  "invalid_format",
  "too_small",
  "too_big",
  "too_long",
  "unknown_field",
  "username_format",
  "password_too_short",
  "password_too_long",
  "password_is_username",
  "password_unchanged",
  "password_wrong",
  "endpoint_empty",
  "endpoint_invalid",
  "endpoint_scheme",
  "endpoint_userinfo",
  "endpoint_query",
  "endpoint_path",
  "reference_invalid",
  "repository_invalid",
  "tag_invalid",
  "digest_invalid",
  "name_taken",
  "name_mismatch",
  "username_missing",
  "secret_missing",
  "secrets_together",
  "secret_needed_for_new_host",
  "certificate_unreadable",
  "certificate_private_key",
  "certificate_binary",
  "token_host_invalid",
  "namespace_invalid",
  "pattern_invalid",
  "instance_invalid",
  "config_not_json",
  "config_no_auths",
  "config_too_many",
] as const;
export type ValidationKey = (typeof validationKeys)[number];

export function isValidationKey(text: string): text is ValidationKey {
  return validationKeys.some((key) => key === text);
}

export interface ErrorContext {
  readonly reason?: ErrorReason;
  /** The upstream's own words, plain text, capped at 4 KiB, secrets redacted. Shown one click away, never as HTML. */
  readonly upstream?: string;
  /** HTTP status of the upstream, when there was one. */
  readonly status?: number;
  /** Values the sentence names: host, repository, seconds … Never a secret. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Field errors of INVALID_INPUT: path ("endpoint", "tags.0") to a key of the `validation` messages. */
  readonly fields?: Readonly<Record<string, ValidationKey>>;
  readonly cause?: unknown;
}

/** The one error type that crosses a module boundary in Longshore. `message` is for logs, never for users. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly reason: ErrorReason | undefined;
  readonly upstream: string | undefined;
  readonly status: number | undefined;
  readonly params: Readonly<Record<string, string | number>> | undefined;
  readonly fields: Readonly<Record<string, ValidationKey>> | undefined;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    this.name = "AppError";
    this.code = code;
    this.reason = context.reason;
    this.upstream = context.upstream?.slice(0, 4096);
    this.status = context.status;
    this.params = context.params;
    this.fields = context.fields;
  }
}

/** What reaches a browser: no stack, no message, no secret. The words are chosen there from code and reason. */
export interface ErrorDto {
  readonly code: ErrorCode;
  readonly reason?: ErrorReason;
  readonly upstream?: string;
  readonly status?: number;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly fields?: Readonly<Record<string, ValidationKey>>;
  /** Present for INTERNAL, to be quoted to whoever reads the log. */
  readonly requestId?: string;
}

export type Result<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: ErrorDto };

/** Unknown errors become INTERNAL; the caller logs them with the request id. */
export function toErrorDto(error: unknown, requestId?: string): ErrorDto {
  if (!(error instanceof AppError)) return { code: "INTERNAL", ...(requestId ? { requestId } : {}) };
  const { code, reason, upstream, status, params, fields } = error;
  return {
    code,
    ...(reason ? { reason } : {}),
    ...(upstream ? { upstream } : {}),
    ...(status === undefined ? {} : { status }),
    ...(params ? { params } : {}),
    ...(fields ? { fields } : {}),
    ...(code === "INTERNAL" && requestId ? { requestId } : {}),
  };
}
