import { createHmac } from "node:crypto";
import { isObject, objectsOf, stringOf } from "../json.ts";
import { signSdkHmac } from "../signing/sdk-hmac.ts";
import type { RegistryTarget, RepositoryName } from "../types.ts";
import { type Adapter, type ApiDoor, type IssuedLogin, namespacesOf } from "./adapter.ts";
import { ownerAndRest } from "./gone.ts";
import { accessKeyOf } from "./key-settings.ts";
import { type NextPage, withQuery } from "./paging.ts";
import { factOf, factsIn } from "./tag-facts.ts";

const host = /^swr\.([a-z0-9-]+)\.(myhuaweicloud\.(?:com|eu))$/;
/** docker's user is PROJECT@AK; the key alone is twenty letters and digits. */
const keyForm = /^[0-9A-Z]{20}$/;

const door: ApiDoor = {
  origin: ({ endpoint }) => {
    const { hostname, origin } = new URL(endpoint);
    const [, region, domain] = host.exec(hostname) ?? [];
    return region === undefined ? origin : `https://swr-api.${region}.${domain}`;
  },
  headers: () => ({}),
  sign: (request, target, now) => {
    const key = accessKeyOf(target, keyForm);
    return key === null ? request : signSdkHmac(request, key, now);
  },
  // {error_code: "APIGW.…"} of the gateway, {errors: …} of SWR itself.
  failure: (_body, status) => (status === 401 ? ["REGISTRY_UNAUTHORIZED", "credentials_refused"] : undefined),
};

/**
 * Huawei Cloud Software Repository for Container, the shared edition. /v2/ has no list; with an access key (AK/SK) repositories are
 * listed by the API, and docker's login is made of it: its password is a code of the one under the other
 * (https://support.huaweicloud.com/usermanual-swr/swr_01_1000.html). From docker's login no key can be had, so it lists nothing.
 * API: https://support.huaweicloud.com/api-swr/swr_02_0126.html (ListReposDetailsV3), …/swr_02_0036.html (DeleteRepoTag: 204, a slash
 * of a name is a dollar), …/swr_02_0125.html (ListRepositoryTagsV3: when a tag was updated; pulls are not told).
 */
export const huaweiSwr: Adapter = {
  product: "huawei-swr",
  list: (target) => {
    if (accessKeyOf(target, keyForm) === null) return "pinned";
    return namespacesOf(target).length > 0 ? "namespace" : "api";
  },
  offers: { deleteTag: "api", deleteDigest: "unknown", referrers: "unknown" },
  settings: "namespaces",
  api: {
    ...door,
    async *listRepositories(api, target, options) {
      const named = namespacesOf(target);
      for (const namespace of named.length > 0 ? named : [undefined]) {
        const query = { limit: "100", ...(namespace === undefined ? {} : { namespace }) };
        const owner = namespace === undefined ? {} : { namespace };
        yield* api.listNames({ path: ["v3", "manage", "repos"], query, next, namesOf, ...owner }, options);
      }
    },
    async *listTagFacts(api, target, repository, options) {
      if (accessKeyOf(target, keyForm) === null) return;
      const path = ["v3", ...tagsOf(repository)];
      const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.tags : []);
      const tags = api.listItems({ path, query: { limit: "100" }, next, itemsOf }, options);
      yield* factsIn(tags, ({ tag, digest, updated }) => factOf(tag, { digest, pushedAt: updated }));
    },
    deletes: (target) => accessKeyOf(target, keyForm) !== null,
    deleteTag: (api, { repository, reference }, options) => {
      const path = ["v2", ...tagsOf(repository), reference];
      return api.delete({ path, repository, reference }, options);
    },
  },
  temporaryLogin: (target) =>
    accessKeyOf(target, keyForm) === null ? null : { ...door, issue: async () => longLogin(target) },
  pageSize: 100,
  ownsHost: (hostname) => host.test(hostname),
  recognise: ({ endpoint: { hostname } }) => (host.test(hostname) ? "Huawei SWR" : null),
  completeName: (name) => name,
};

function tagsOf(repository: RepositoryName): readonly string[] {
  const [namespace, name] = ownerAndRest(repository);
  return ["manage", "namespaces", namespace, "repos", name.replaceAll("/", "$"), "tags"];
}

/** Good for as long as the key is; nobody has to be asked. */
function longLogin(target: RegistryTarget): IssuedLogin {
  const key = accessKeyOf(target, keyForm);
  if (key === null) return { username: "", secret: "", lifetime: 0 };
  const { hostname } = new URL(target.endpoint);
  // The project of a region is called like the region.
  const project = host.exec(hostname)?.[1] ?? hostname;
  const secret = createHmac("sha256", key.secret).update(key.id).digest("hex");
  return { username: `${project}@${key.id}`, secret, lifetime: 24 * 3600 };
}

/** In the answer, a number of repositories and a text of tags; absent on the last page. */
const next: NextPage = ({ body, url }) => {
  const marker = isObject(body) ? body.nextMarker : undefined;
  const known = Number.isSafeInteger(marker) || (typeof marker === "string" && marker !== "");
  return known ? withQuery(url, "marker", String(marker)) : null;
};

/** Slashes of a name are dollars where it is a part of a path, and perhaps here. */
function namesOf(body: unknown): string[] {
  return objectsOf(isObject(body) ? body.repos : []).map(
    ({ namespace, name }) => `${stringOf(namespace)}/${stringOf(name)?.replaceAll("$", "/")}`,
  );
}
