import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import { AppError, type ValidationKey } from "../errors.ts";
import type { CertificateSummary } from "./connection-types.ts";

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const mostCertificates = 100;

/**
 * Reads one or several PEM certificates, in their order. Throws INVALID_INPUT/certificate_unreadable with
 * `fields.caCertificate` telling a private key, a binary (DER) file and anything else apart.
 */
export function parseCertificates(pem: string): CertificateSummary[] {
  const blocks = [...pem.matchAll(block)].map(([text, label]) => ({ text, label: label ?? "" }));
  if (blocks.some(({ label }) => label.endsWith("PRIVATE KEY"))) throw unreadable("certificate_private_key");
  const certificates = blocks.filter(({ label }) => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label));
  if (certificates.length === 0) {
    // DER begins with a SEQUENCE (0x30 0x82); pasted as text its bytes may have become replacement characters.
    const binary = /^0[\u0080-\u009f\ufffd]/.test(pem) || pem.includes("\0");
    throw unreadable(binary ? "certificate_binary" : "certificate_unreadable");
  }
  if (certificates.length > mostCertificates) throw unreadable("certificate_unreadable");
  return certificates.map(({ text }) => {
    try {
      return summarize(new X509Certificate(text));
    } catch (cause) {
      throw unreadable("certificate_unreadable", cause);
    }
  });
}

export function summarize(certificate: X509Certificate): CertificateSummary {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: alternativeNames(certificate),
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    key: describeKey(certificate.publicKey),
    isAuthority: certificate.ca,
    fingerprint: createHash("sha256").update(certificate.raw).digest("hex"),
  };
}

/** DNS names, addresses and the like from subjectAltName, without their prefixes; empty when there is none. */
export function alternativeNames(certificate: X509Certificate): string[] {
  const text = certificate.subjectAltName ?? "";
  // Node quotes entries that hold a comma or a quote, as JSON does (CVE-2021-44532).
  const entries = text.match(/(?:[^,"]|"(?:\\.|[^"\\])*")+/g) ?? [];
  return entries.map((entry) =>
    entry
      .trim()
      .replace(/^(?:DNS|IP Address|URI|email|DirName|Registered ID):/, "")
      .replace(/^"(.*)"$/, "$1"),
  );
}

/** `CN=Registry CA, O=Example` for Node's one attribute per line. */
export function oneLine(name: string | undefined): string {
  return (name ?? "").split("\n").filter(Boolean).join(", ");
}

function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case "rsa":
    case "rsa-pss":
      return `RSA ${modulusLength}`;
    case "ec":
      return `ECDSA ${curves[namedCurve ?? ""] ?? namedCurve}`;
    default:
      return (key.asymmetricKeyType ?? "").replace(/^ed/, "Ed");
  }
}

const curves: Readonly<Record<string, string>> = {
  prime256v1: "P-256",
  secp384r1: "P-384",
  secp521r1: "P-521",
};

function unreadable(key: ValidationKey, cause?: unknown): AppError {
  return new AppError("INVALID_INPUT", `No certificate could be read: ${key}`, {
    reason: "certificate_unreadable",
    fields: { caCertificate: key },
    cause,
  });
}
