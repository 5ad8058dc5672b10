import type { ErrorDto } from "../errors.ts";
import type { Capabilities } from "./types.ts";

/** One line of the connection test, streamed as it happens. */
export type ConnectionStepId = "address" | "tls" | "api" | "signIn" | "listing" | "product";
export interface ConnectionStep {
  readonly id: ConnectionStepId;
  readonly state: "running" | "ok" | "warn" | "error" | "skipped";
  /**
   * Facts for the sentence, never a secret. address {host, addresses}; tls {issuer, subject, expires (ISO), trust:
   * "system" | "pasted" | "unchecked" | "none"}, skipped {scheme: "http"}; api {auth}; signIn {username} unless anonymous;
   * listing {count} of the first page, skipped {mode}; product {product, productName}.
   */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly error?: ErrorDto;
  /** Offered when the cause is an http/https mix-up: the endpoint that would work. */
  readonly suggestion?: { readonly endpoint: string };
  /** A token server on another site that must be approved before it gets the credential (its origin). */
  readonly approve?: { readonly tokenHost: string };
}
export interface ConnectionReport {
  readonly ok: boolean;
  readonly capabilities?: Capabilities;
}

/** A PEM certificate as shown before it is trusted. Dates ISO 8601. */
export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly key: string;
  readonly isAuthority: boolean;
  readonly fingerprint: string;
}
