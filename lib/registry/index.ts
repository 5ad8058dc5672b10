import "server-only";

export { ecrNeedsRegion } from "./adapters/ecr.ts";
export {
  declaredOffers,
  lastTagTakesImage,
  originBeside,
  productForms,
  productOfHost,
  products,
  searchOffer,
  settingsKind,
  takesSecondKey,
} from "./adapters/index.ts";
export { packSecrets } from "./adapters/two-secrets.ts";
export { sourceOf } from "./blobs/source.ts";
export { parseCertificates } from "./certificate.ts";
export { createRegistryClient } from "./client.ts";
export { parseImageConfig } from "./config.ts";
export type * from "./connection-types.ts";
export { copyReference } from "./copy/copy.ts";
export type * from "./copy/types.ts";
export { digestOf, matchesDigest } from "./digest.ts";
export {
  dockerHubEndpoint,
  type NormalizedEndpoint,
  normalizeEndpoint,
  registryHost,
  repositoryIn,
  sameRegistry,
} from "./endpoint.ts";
export { type HistoryStep, mergeHistory, parseCreatedBy } from "./history.ts";
export { manifestLimits, parseManifest } from "./manifest.ts";
export { connectionSteps, type ProbeOptions, probeConnection } from "./probe.ts";
export {
  formatReference,
  isDigest,
  isRepositoryName,
  isTag,
  parseDigest,
  parseReference,
  parseRepositoryName,
  parseTag,
  type Reference,
} from "./reference.ts";
export type * from "./search-types.ts";
export { dockerLogin } from "./temporary-logins.ts";
export type { Patience } from "./transport/retry.ts";
export type * from "./types.ts";
