"use client";

import { useQuery } from "@tanstack/react-query";
import type { ErrorDto, Result } from "#lib/errors.ts";
import type { ReadCertificate } from "#lib/services/registries/read-certificate.ts";

async function read(pem: string, signal: AbortSignal): Promise<Result<readonly ReadCertificate[]>> {
  const response = await fetch("/api/v1/registries/certificate", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ pem }),
    signal,
  });
  return (await response.json()) as Result<readonly ReadCertificate[]>;
}

export interface CertificateReading {
  readonly certificates: readonly ReadCertificate[] | null;
  readonly error: ErrorDto | null;
  readonly pending: boolean;
}

/** What a PEM text holds, read on the server: a certificate never changes, so each text is asked about once. */
export function useCertificate(pem: string): CertificateReading {
  const text = pem.trim();
  const query = useQuery({
    queryKey: ["certificate", text],
    queryFn: ({ signal }) => read(text, signal),
    enabled: text !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (text === "") return { certificates: null, error: null, pending: false };
  if (query.isError) return { certificates: null, error: { code: "TIMEOUT" }, pending: false };
  const result = query.data;
  return {
    certificates: result?.ok ? result.data : null,
    error: result && !result.ok ? result.error : null,
    pending: query.isPending,
  };
}
