import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect, type PeerCertificate, type TLSSocket } from "node:tls";
import { AppError } from "../errors.ts";
import { alternativeNames, parseCertificates } from "./certificate.ts";
import { type EgressPolicy, isAllowed, pinnedLookup, secureContextFor } from "./transport/egress.ts";
import { toConnectionError } from "./transport/failure.ts";

export interface TlsFindings {
  /** The certificate the server presents, as sentences need it. */
  readonly issuer: string;
  readonly subject: string;
  /** ISO 8601. */
  readonly expires: string;
  /** Who vouches: the pasted authority, the system's, or nobody (`problem` says why). */
  readonly trust: "pasted" | "system" | "none";
  /** Absent when the certificate is trusted and names the host as today's clients demand. */
  readonly problem?: AppError;
}

/**
 * Shakes hands without believing anything, to be able to say what the certificate is and what is wrong with it.
 * Throws AppError when there is no handshake at all.
 */
export async function inspectTls(url: URL, policy: EgressPolicy, signal: AbortSignal): Promise<TlsFindings> {
  let socket: TLSSocket | undefined;
  try {
    socket = await handshake(url, policy, signal);
    return findings(socket, url, policy);
  } catch (error) {
    throw toConnectionError(error, url);
  } finally {
    socket?.destroy();
  }
}

function handshake(url: URL, policy: EgressPolicy, signal: AbortSignal): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isAllowed(host, policy)) throw new TypeError("checked by the address step");
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      lookup: pinnedLookup(policy),
      secureContext: secureContextFor(policy.caCertificate),
      // Nothing is sent over this connection.
      rejectUnauthorized: false,
      ALPNProtocols: ["http/1.1"],
    });
    const abort = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
    socket.once("secureConnect", () => {
      signal.removeEventListener("abort", abort);
      socket.on("error", () => undefined);
      resolve(socket);
    });
  });
}

function findings(socket: TLSSocket, url: URL, policy: EgressPolicy): TlsFindings {
  const peer = socket.getPeerCertificate(true);
  const leaf = new X509Certificate(peer.raw);
  const problem = problemOf(socket, leaf, url);
  const common = {
    issuer: nameOf(peer.issuer),
    subject: nameOf(peer.subject),
    expires: leaf.validToDate.toISOString(),
  };
  if (!socket.authorized) return { ...common, trust: "none", ...(problem && { problem }) };
  return { ...common, trust: isPasted(peer, policy) ? "pasted" : "system", ...(problem && { problem }) };
}

/**
 * A certificate without subjectAltName is the cause wherever it turns up: Node still falls back to the common name, docker and
 * everything else written in Go have not since 2020, and trusting its authority would not help.
 */
function problemOf(socket: TLSSocket, leaf: X509Certificate, url: URL): AppError | undefined {
  const params = { host: url.host };
  const failure = socket.authorizationError as unknown;
  if (alternativeNames(leaf).length === 0) {
    return new AppError("TLS_UNTRUSTED", `The certificate of ${url.host} has no subjectAltName`, {
      reason: "tls_no_subject_alt_name",
      params,
    });
  }
  if (socket.authorized || !failure) return undefined;
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : String(failure);
  return toConnectionError(Object.assign(new Error(code), { code }), url);
}

/** Whether the chain Node built ends in, or goes through, what the administrator pasted. */
function isPasted(peer: ReturnType<TLSSocket["getPeerCertificate"]>, policy: EgressPolicy): boolean {
  if (policy.caCertificate === undefined) return false;
  const pasted = new Set(parseCertificates(policy.caCertificate).map(({ fingerprint }) => fingerprint));
  let current: PeerCertificate & { issuerCertificate?: PeerCertificate } = peer;
  for (let depth = 0; depth < 10; depth += 1) {
    if (pasted.has(current.fingerprint256.replaceAll(":", "").toLowerCase())) return true;
    const issuer: PeerCertificate | undefined = current.issuerCertificate;
    if (issuer === undefined || issuer === current) return false;
    current = issuer;
  }
  return false;
}

/** "Example CA (Example Ltd)" or whatever of it there is. */
function nameOf(name: PeerCertificate["subject"]): string {
  const first = (value: string | string[] | undefined): string => [value ?? ""].flat()[0] ?? "";
  const [commonName, organisation] = [first(name.CN), first(name.O)];
  if (commonName !== "" && organisation !== "") return `${commonName} (${organisation})`;
  return commonName || organisation || "?";
}
