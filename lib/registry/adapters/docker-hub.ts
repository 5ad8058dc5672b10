import { completeHubName } from "../reference.ts";
import type { Adapter } from "./adapter.ts";

/**
 * Docker Hub. Its /v2/ refuses _catalog, so repositories are pinned by name. Token server auth.docker.io (a built-in pair in
 * transport/token-hosts.ts). HEAD does not count against the rate limit, GET of a manifest does.
 */
export const dockerHub: Adapter = {
  product: "docker-hub",
  list: () => "pinned",
  // DELETE in /v2/ is 405 (docker/hub-feedback#1759).
  offers: { deleteTag: "never", deleteDigest: "never", referrers: "unknown" },
  settings: "none",
  pageSize: 1000,
  ownsHost: (hostname) => hostname === "registry-1.docker.io",
  recognise: ({ endpoint }) => (endpoint.hostname === "registry-1.docker.io" ? "Docker Hub" : null),
  completeName: completeHubName,
};
