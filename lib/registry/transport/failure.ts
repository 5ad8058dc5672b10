import { AppError, type ErrorCode, type ErrorReason } from "../../errors.ts";

type Meaning = readonly [ErrorCode, ErrorReason?];

const meanings: Readonly<Record<string, Meaning>> = {
  EGRESS_REFUSED: ["REGISTRY_UNREACHABLE", "egress_refused"],
  ENOTFOUND: ["REGISTRY_UNREACHABLE", "dns_not_found"],
  EAI_AGAIN: ["REGISTRY_UNREACHABLE", "dns_not_found"],
  ECONNREFUSED: ["REGISTRY_UNREACHABLE", "connection_refused"],
  ECONNRESET: ["REGISTRY_UNREACHABLE", "connection_reset"],
  ECONNABORTED: ["REGISTRY_UNREACHABLE", "connection_reset"],
  EPIPE: ["REGISTRY_UNREACHABLE", "connection_reset"],
  UND_ERR_SOCKET: ["REGISTRY_UNREACHABLE", "connection_reset"],
  BODY_BROKEN: ["REGISTRY_REJECTED", "connection_reset"],
  EHOSTUNREACH: ["REGISTRY_UNREACHABLE"],
  ENETUNREACH: ["REGISTRY_UNREACHABLE"],
  EADDRNOTAVAIL: ["REGISTRY_UNREACHABLE"],
  ETIMEDOUT: ["TIMEOUT"],
  UND_ERR_CONNECT_TIMEOUT: ["TIMEOUT"],
  UND_ERR_HEADERS_TIMEOUT: ["TIMEOUT"],
  UND_ERR_BODY_TIMEOUT: ["TIMEOUT"],
  UND_ERR_HEADERS_OVERFLOW: ["REGISTRY_REJECTED", "too_large"],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["TLS_UNTRUSTED", "tls_self_signed"],
  SELF_SIGNED_CERT_IN_CHAIN: ["TLS_UNTRUSTED", "tls_unknown_authority"],
  UNABLE_TO_GET_ISSUER_CERT: ["TLS_UNTRUSTED", "tls_unknown_authority"],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["TLS_UNTRUSTED", "tls_unknown_authority"],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["TLS_UNTRUSTED", "tls_unknown_authority"],
  CERT_SIGNATURE_FAILURE: ["TLS_UNTRUSTED", "tls_unknown_authority"],
  CERT_HAS_EXPIRED: ["TLS_UNTRUSTED", "tls_expired"],
  CERT_NOT_YET_VALID: ["TLS_UNTRUSTED", "tls_not_yet_valid"],
  ERR_TLS_CERT_ALTNAME_INVALID: ["TLS_UNTRUSTED", "tls_name_mismatch"],
  ERR_SSL_WRONG_VERSION_NUMBER: ["REGISTRY_UNREACHABLE", "http_server_on_https"],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ["REGISTRY_UNREACHABLE", "http_server_on_https"],
  ERR_SSL_HTTP_REQUEST: ["REGISTRY_UNREACHABLE", "http_server_on_https"],
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: ["TLS_UNTRUSTED", "tls_client_certificate_required"],
  ERR_SSL_TLSV1_ALERT_CERTIFICATE_REQUIRED: ["TLS_UNTRUSTED", "tls_client_certificate_required"],
  ERR_SSL_SSL_TLS_ALERT_BAD_CERTIFICATE: ["TLS_UNTRUSTED", "tls_client_certificate_required"],
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: ["TLS_UNTRUSTED", "tls_client_certificate_required"],
};

/** Node's hint to whoever wrote the program; nobody at a browser can follow it. */
const nodeAdvice = /; if the root CA is installed locally, try running Node\.js with .*$/;

/**
 * Turns what went wrong below HTTP into the one error type. `url` is named by host only: paths and queries of redirects
 * carry signatures.
 */
export function toConnectionError(error: unknown, url: URL, callerSignal?: AbortSignal): AppError {
  if (error instanceof AppError) return error;
  const params = { host: url.host };
  if (callerSignal?.aborted) return new AppError("CANCELLED", "Cancelled by the caller", { cause: error });
  // What the network did has a code; what has none is our own mistake and must not read as the registry's.
  if (error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError) {
    return new AppError("INTERNAL", error.message, { cause: error });
  }
  const { code, message } = innermost(error);
  if (code === "TimeoutError")
    return new AppError("TIMEOUT", `No answer from ${url.host} in time`, { params });
  const meaning = meanings[code] ?? byFamily(code, url);
  const [errorCode, reason] = reasonFor(meaning, message);
  return new AppError(errorCode, `${url.host}: ${code} ${message}`, {
    ...(reason === undefined ? {} : { reason }),
    // Nothing about an address we refused to speak to; elsewhere the system's own words help.
    ...(reason === "egress_refused" ? {} : { upstream: message.replace(nodeAdvice, "") }),
    params,
    cause: error,
  });
}

function byFamily(code: string, url: URL): Meaning {
  if (code.startsWith("HPE_")) {
    // A TLS server answers plain HTTP with an alert record, which no HTTP parser can read.
    return url.protocol === "http:"
      ? ["REGISTRY_UNREACHABLE", "https_server_on_http"]
      : ["REGISTRY_REJECTED", "unexpected_answer"];
  }
  if (
    code.startsWith("ERR_SSL") ||
    code.startsWith("ERR_TLS") ||
    code.startsWith("CERT_") ||
    code === "EPROTO"
  ) {
    return ["TLS_UNTRUSTED"];
  }
  return ["REGISTRY_UNREACHABLE"];
}

/** Node's words for a certificate that has a common name only or nothing at all. */
function reasonFor(meaning: Meaning, message: string): Meaning {
  const withoutNames =
    meaning[1] === "tls_name_mismatch" && /does not contain a DNS name|altnames: *$/i.test(message);
  return withoutNames ? [meaning[0], "tls_no_subject_alt_name"] : meaning;
}

/** Happy eyeballs wraps one error per address; undici wraps once more. */
function innermost(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const known = error.errors.map(innermost);
    return known.find(({ code }) => code === "ECONNREFUSED") ?? known[0] ?? { code: "", message: "" };
  }
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  if (error.name === "TimeoutError") return { code: "TimeoutError", message: error.message };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "" && error.cause !== undefined) return innermost(error.cause);
  return { code: code || error.name, message: error.message };
}
