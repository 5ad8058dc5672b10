import { z } from "zod";
import { defineRead } from "#lib/operations/index.ts";
import { type CertificateSummary, parseCertificates } from "#lib/registry/index.ts";

/** What makes a certificate useless, or useful in another way than meant, as an authority to trust. */
export const certificateWarnings = ["expired", "not_yet_valid", "not_authority", "no_alt_names"] as const;
export type CertificateWarning = (typeof certificateWarnings)[number];

export interface ReadCertificate extends CertificateSummary {
  readonly warnings: readonly CertificateWarning[];
}

/**
 * An authority needs no names of its own. A server's certificate pasted instead of one is trusted by itself, and then it
 * needs subjectAltName: the common name alone has not counted since RFC 6125.
 */
export function warningsOf(certificate: CertificateSummary, now = new Date()): readonly CertificateWarning[] {
  return [
    ...(new Date(certificate.notAfter) < now ? (["expired"] as const) : []),
    ...(new Date(certificate.notBefore) > now ? (["not_yet_valid"] as const) : []),
    ...(certificate.isAuthority ? [] : (["not_authority"] as const)),
    ...(!certificate.isAuthority && certificate.names.length === 0 ? (["no_alt_names"] as const) : []),
  ];
}

/** What a pasted or dropped PEM holds, shown before it is trusted. Throws INVALID_INPUT/certificate_unreadable with `fields.caCertificate`. */
export const readCertificate = defineRead({
  id: "registry.readCertificate",
  permission: "registry:manage",
  input: z.strictObject({ pem: z.string().min(1).max(262_144) }),
  run: async (_actor, { pem }): Promise<readonly ReadCertificate[]> =>
    parseCertificates(pem).map((certificate) => ({ ...certificate, warnings: warningsOf(certificate) })),
});
