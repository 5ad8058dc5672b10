import { isObject, objectsOf, stringOf } from "../json.ts";
import type { ApiList, ProductApi } from "../product-api.ts";
import { parseChallenges } from "../transport/challenge.ts";
import type { RegistryTarget, RequestOptions } from "../types.ts";
import { type Adapter, type IssuedLogin, namespacesOf } from "./adapter.ts";
import { door, enterpriseHost, enterpriseOf, holdsKey, personalHost, roa, rpc } from "./aliyun-door.ts";
import { deleteTag, listTagFacts } from "./aliyun-tags.ts";
import { secondsUntil } from "./lifetime.ts";
import { pageByTotal } from "./paging.ts";

/**
 * Aliyun Container Registry, personal edition and Enterprise Edition. /v2/ has no _catalog. With an AccessKey repositories are
 * listed by the API, and docker's login is had for it, for an hour; a docker login alone lists nothing. The token servers,
 * dockerauth*.REGION.aliyuncs.com, are a built-in pair in transport/token-hosts.ts.
 */
export const aliyunAcr: Adapter = {
  product: "aliyun-acr",
  list: (target) => {
    if (!holdsKey(target)) return "pinned";
    return namespacesOf(target).length > 0 ? "namespace" : "api";
  },
  offers: { deleteTag: "api", deleteDigest: "unknown", referrers: "unknown" },
  settings: "instance",
  api: {
    ...door,
    listRepositories,
    listTagFacts,
    deletes: holdsKey,
    deleteTag,
  },
  temporaryLogin: (target) => (holdsKey(target) ? { ...door, issue } : null),
  pageSize: 100,
  ownsHost: (hostname) => personalHost.test(hostname) || enterpriseHost.test(hostname),
  recognise: ({ endpoint: { hostname }, headers }) => {
    if (personalHost.test(hostname)) return "Aliyun ACR personal";
    // Enterprise instances have domains of their owners' too; what their token server is asked for names them.
    const services = parseChallenges(headers.all("www-authenticate")).map(({ params }) => params.service);
    const enterprise = services.some((service = "") => /^registry\.aliyuncs\.com:.*:cri-/.test(service));
    return enterprise || enterpriseHost.test(hostname) ? "Aliyun ACR Enterprise" : null;
  },
  completeName: (name) => name,
};

async function issue(
  api: ProductApi,
  target: RegistryTarget,
  options: RequestOptions | undefined,
): Promise<IssuedLogin> {
  const instance = enterpriseOf(target);
  const { body, headers } = await api.ask(
    instance === null
      ? { ...roa("GetAuthorizationToken", "tokens"), query: {} }
      : { ...rpc("GetAuthorizationToken"), query: { InstanceId: instance } },
    options,
  );
  const answer = isObject(body) ? body : {};
  const data = isObject(answer.data) ? answer.data : {};
  return {
    username: stringOf(answer.TempUsername ?? data.tempUserName) ?? "",
    secret: stringOf(answer.AuthorizationToken ?? data.authorizationToken) ?? "",
    lifetime: secondsUntil(Number(answer.ExpireTime ?? data.expireDate), headers),
  };
}

async function* listRepositories(
  api: ProductApi,
  target: RegistryTarget,
  options: RequestOptions | undefined,
) {
  const instance = enterpriseOf(target);
  const named = namespacesOf(target);
  for (const namespace of named.length > 0 ? named : [undefined]) {
    const list = instance === null ? personalList(namespace) : enterpriseList(instance, namespace);
    yield* api.listNames({ ...list, ...(namespace !== undefined && { namespace }) }, options);
  }
}

function personalList(namespace: string | undefined): ApiList {
  return {
    ...(namespace === undefined
      ? roa("GetRepoList", "repos")
      : roa("GetRepoListByNamespace", "repos", namespace)),
    query: { Page: "1", PageSize: "100" },
    next: pageByTotal("Page", (body) => (isObject(body.data) ? body.data.total : undefined)),
    namesOf: personalNames,
  };
}

function enterpriseList(instance: string, namespace: string | undefined): ApiList {
  const owner: Record<string, string> = namespace === undefined ? {} : { RepoNamespaceName: namespace };
  return {
    ...rpc("ListRepository"),
    query: { InstanceId: instance, ...owner, PageNo: "1", PageSize: "100" },
    next: pageByTotal("PageNo", (body) => body.TotalCount),
    namesOf: enterpriseNames,
  };
}

function personalNames(body: unknown): string[] {
  const data = isObject(body) && isObject(body.data) ? body.data : {};
  return objectsOf(data.repos).map(
    ({ repoNamespace, repoName }) => `${stringOf(repoNamespace)}/${stringOf(repoName)}`,
  );
}

function enterpriseNames(body: unknown): string[] {
  return objectsOf(isObject(body) ? body.Repositories : []).map(
    ({ RepoNamespaceName, RepoName }) => `${stringOf(RepoNamespaceName)}/${stringOf(RepoName)}`,
  );
}
