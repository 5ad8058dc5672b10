import { isObject, objectsOf, stringOf } from "../json.ts";
import { type Adapter, namespacesOf } from "./adapter.ts";
import { pageByToken } from "./paging.ts";

/**
 * Quay.io and Red Hat Quay. /v2/ refuses _catalog on Quay.io; the API lists a namespace. It takes OAuth tokens and no robot's
 * password: docker signs in with one under the name `$oauthtoken`, and everybody else is shown what is public.
 * API: https://docs.redhat.com/en/documentation/red_hat_quay/3/html/red_hat_quay_api_reference/listrepos.
 */
export const quay: Adapter = {
  product: "quay",
  list: (target) => (namespacesOf(target).length > 0 ? "namespace" : "pinned"),
  offers: { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
  settings: "namespaces",
  address: "quay.io",
  api: {
    origin: ({ endpoint }) => new URL(endpoint).origin,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "basic" && credential.username === "$oauthtoken"
        ? { authorization: `Bearer ${credential.secret}` }
        : {},
    async *listRepositories(api, target, options) {
      for (const namespace of namespacesOf(target)) {
        const query = { namespace, public: "true" };
        const next = pageByToken("next_page");
        yield* api.listNames({ path: ["api", "v1", "repository"], query, next, namesOf, namespace }, options);
      }
    },
  },
  pageSize: 100,
  ownsHost: (hostname) => hostname === "quay.io",
  recognise: ({ endpoint }) => (endpoint.hostname === "quay.io" ? "Quay" : null),
  completeName: (name) => name,
};

function namesOf(body: unknown): string[] {
  return objectsOf(isObject(body) ? body.repositories : []).flatMap(({ namespace, name }) => {
    const parts = [stringOf(namespace), stringOf(name)];
    return parts.includes(undefined) ? [] : parts.join("/");
  });
}
