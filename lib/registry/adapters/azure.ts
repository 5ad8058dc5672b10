import type { Adapter } from "./adapter.ts";

const hostPattern = /\.azurecr\.(io|cn|us)$/;

/**
 * Azure Container Registry. Admin user, service principal, token and (under the user 00000000-0000-0000-0000-000000000000)
 * refresh token are all shown to its token server, /oauth2/token, as they are; tags and _catalog want scopes of their own.
 * DELETE in /v2/ takes a digest and every tag on it goes too (Azure/azure-cli#9579); it untags by an API of its own only.
 * https://azure.github.io/acr/Token-BasicAuth.html, https://azure.github.io/acr/AAD-OAuth.html
 */
export const azure: Adapter = {
  product: "azure",
  list: () => "catalog",
  offers: { deleteTag: "never", deleteDigest: "registry", referrers: "registry" },
  settings: "none",
  tagsAction: "metadata_read",
  pageSize: 100,
  ownsHost: (hostname) => hostPattern.test(hostname),
  recognise: ({ endpoint, headers }) =>
    hostPattern.test(endpoint.hostname) || /^AzureContainerRegistry/i.test(headers.get("server") ?? "")
      ? "Azure Container Registry"
      : null,
  completeName: (name) => name,
};
