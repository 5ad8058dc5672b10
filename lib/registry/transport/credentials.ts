import type { Credential, RegistryTarget } from "../types.ts";

/** Where the user and password come from that /v2/ and its token server are shown. */
export interface CredentialSource {
  get(signal: AbortSignal): Promise<Credential>;
  /** The last one was refused: whoever asks next gets another, where there can be one. */
  forget(): void;
}

/** What is stored is what is shown. */
export function storedCredential({ credential }: RegistryTarget): CredentialSource {
  return { get: () => Promise.resolve(credential), forget: () => undefined };
}
