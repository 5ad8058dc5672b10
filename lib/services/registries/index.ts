import "server-only";

export { productForms } from "#lib/registry/index.ts";
export { approveTokenHost } from "./approve-token-host.ts";
export { createRegistry } from "./create-registry.ts";
export {
  type DeletionOffers,
  deletionOffers,
  rememberDeletionOffers,
} from "./deletion-offers.ts";
export { disableRegistry, enableRegistry } from "./disable-registry.ts";
export { findRegistryForReference, type MatchedRegistry } from "./find-registry-for-reference.ts";
export { forgetCredential } from "./forget-credential.ts";
export { importDockerLogin, readDockerLogins } from "./import-logins.ts";
export { type KeptNotices, keepNotices, noticesOf } from "./notices.ts";
export { openTarget, secretRow } from "./open-target.ts";
export { type CertificateWarning, type ReadCertificate, readCertificate } from "./read-certificate.ts";
export {
  getRegistry,
  getRegistrySettings,
  listRegistries,
  loadRegistries,
  loadRegistry,
  loadRegistryDetail,
  registrySorts,
} from "./read-registries.ts";
export { type HealthReport, recordHealth } from "./record-health.ts";
export { removeRegistry } from "./remove-registry.ts";
export { setIndexing } from "./set-indexing.ts";
export { watchingSteps } from "./step-sink.ts";
export { inspectRegistry, testRegistry, tryConnection } from "./test-registry.ts";
export type {
  ConnectionTestLine,
  FoundLogin,
  IndexSettings,
  RegistryDetail,
  RegistryHealth,
  RegistrySummary,
} from "./types.ts";
export { updateRegistry } from "./update-registry.ts";
