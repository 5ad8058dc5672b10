import { AppError } from "../../errors.ts";
import { isObject, objectsOf } from "../json.ts";
import { basicAuthorization, isIdentityToken } from "../transport/token-endpoint.ts";
import type { Adapter } from "./adapter.ts";
import { pageByLink } from "./paging.ts";
import { factOf, factsIn } from "./tag-facts.ts";

const hostPattern = /\.azurecr\.(io|cn|us)$/;

/**
 * Azure Container Registry. Admin user, service principal, token and (under the user 00000000-0000-0000-0000-000000000000)
 * refresh token are all shown to its token server, /oauth2/token, as they are; tags and _catalog want scopes of their own.
 * DELETE in /v2/ takes a digest and every tag on it goes too (Azure/azure-cli#9579); a tag alone goes by Azure's API, which takes
 * Basic: https://learn.microsoft.com/rest/api/containerregistry/tag/delete-tag, …/tag/get-list (`lastUpdateTime`; pulls
 * are not told).
 * https://azure.github.io/acr/Token-BasicAuth.html, https://azure.github.io/acr/AAD-OAuth.html
 */
export const azure: Adapter = {
  product: "azure",
  list: () => "catalog",
  offers: { deleteTag: "api", deleteDigest: "registry", referrers: "registry" },
  settings: "none",
  api: {
    origin: ({ endpoint }) => new URL(endpoint).origin,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "anonymous" || isIdentityToken(credential)
        ? {}
        : { authorization: basicAuthorization(credential.username, credential.secret) },
    async *listTagFacts(api, { credential }, repository, options) {
      if (credential.kind === "anonymous" || isIdentityToken(credential)) return;
      const path = ["acr", "v1", ...repository.split("/"), "_tags"];
      const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.tags : []);
      const tags = api.listItems({ path, query: { n: "100" }, next: pageByLink, itemsOf }, options);
      yield* factsIn(tags, ({ name, digest, lastUpdateTime }) =>
        factOf(name, { digest, pushedAt: lastUpdateTime }),
      );
    },
    deleteTag: async (api, { target, repository, reference }, options) => {
      if (target.credential.kind === "basic" && isIdentityToken(target.credential)) {
        const params = { host: new URL(target.endpoint).host };
        throw new AppError("UNSUPPORTED", "A refresh token untags nothing", {
          reason: "tag_delete_unsupported",
          params,
        });
      }
      const path = ["acr", "v1", ...repository.split("/"), "_tags", reference];
      await api.delete({ path, repository, reference }, options);
    },
  },
  tagsAction: "metadata_read",
  pageSize: 100,
  ownsHost: (hostname) => hostPattern.test(hostname),
  recognise: ({ endpoint, headers }) =>
    hostPattern.test(endpoint.hostname) || /^AzureContainerRegistry/i.test(headers.get("server") ?? "")
      ? "Azure Container Registry"
      : null,
  completeName: (name) => name,
};
