import { randomUUID } from "node:crypto";
import { AppError } from "../../errors.ts";
import type { Meaning } from "../answer-errors.ts";
import { isObject, objectsOf, stringOf } from "../json.ts";
import type { ApiList, ProductApi } from "../product-api.ts";
import { signAcs3 } from "../signing/acs3.ts";
import { parseChallenges } from "../transport/challenge.ts";
import type { RegistryTarget, RequestOptions, Tag } from "../types.ts";
import { type Adapter, type ApiDoor, type Doomed, type IssuedLogin, namespacesOf } from "./adapter.ts";
import { gone, ownerAndRest } from "./gone.ts";
import { accessKeyOf, instanceOf } from "./key-settings.ts";
import { secondsUntil } from "./lifetime.ts";
import { pageByTotal } from "./paging.ts";

/** Public addresses and those inside a VPC; personal instances since 2024 have addresses of their own. */
const personalHost =
  /^(?:registry(?:-vpc|-internal)?\.([a-z0-9-]+)|crpi-[a-z0-9]+(?:-vpc)?\.([a-z0-9-]+)\.personal\.cr)\.aliyuncs\.com$/;
const enterpriseHost = /^[a-z0-9-]+-registry(?:-vpc)?\.([a-z0-9-]+)\.cr\.aliyuncs\.com$/;
const keyForm = /^LTAI\w{8,}$/;

/**
 * Signature V3 at cr.REGION.aliyuncs.com: the RPC API 2018-12-01 of Enterprise Edition
 * (https://help.aliyun.com/zh/acr/developer-reference/api-cr-2018-12-01-overview), the ROA API 2016-06-07 of the personal one
 * (https://help.aliyun.com/zh/acr/user-guide/getrepolistbynamespace).
 */
const door: ApiDoor = {
  origin: (target) => {
    const region = regionOf(target);
    const { origin, protocol } = new URL(target.endpoint);
    // Plain http is none of Aliyun's.
    return region === "" || protocol === "http:" ? origin : `https://cr.${region}.aliyuncs.com`;
  },
  headers: () => ({}),
  perSecond: 15,
  sign: (request, target, now) => {
    const key = accessKeyOf(target, keyForm);
    return key === null ? request : signAcs3(request, key, { now, nonce: randomUUID() });
  },
  failure,
};

/**
 * Aliyun Container Registry, personal edition and Enterprise Edition. /v2/ has no _catalog. With an AccessKey repositories are
 * listed by the API, and docker's login is had for it, for an hour; a docker login alone lists nothing. The token servers,
 * dockerauth*.REGION.aliyuncs.com, are a built-in pair in transport/token-hosts.ts.
 */
export const aliyunAcr: Adapter = {
  product: "aliyun-acr",
  list: (target) => {
    if (accessKeyOf(target, keyForm) === null) return "pinned";
    return namespacesOf(target).length > 0 ? "namespace" : "api";
  },
  offers: { deleteTag: "api", deleteDigest: "unknown", referrers: "unknown" },
  settings: "instance",
  api: {
    ...door,
    listRepositories,
    deletes: (target) => accessKeyOf(target, keyForm) !== null,
    deleteTag,
  },
  temporaryLogin: (target) => (accessKeyOf(target, keyForm) === null ? null : { ...door, issue }),
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

function regionOf(target: RegistryTarget): string {
  const { hostname } = new URL(target.endpoint);
  const [, first, second] = enterpriseHost.exec(hostname) ?? personalHost.exec(hostname) ?? [];
  return first ?? second ?? instanceOf(target).region;
}

/** The Enterprise instance's ID; null for the personal edition. Throws REGISTRY_UNAUTHORIZED/instance_unknown. */
function enterpriseOf(target: RegistryTarget): string | null {
  const { hostname, protocol } = new URL(target.endpoint);
  const { id } = instanceOf(target);
  if (personalHost.test(hostname)) return null;
  const lost = protocol === "https:" && regionOf(target) === "";
  if (lost || (id === "" && enterpriseHost.test(hostname))) {
    throw new AppError("REGISTRY_UNAUTHORIZED", `Which instance ${hostname} is was not said`, {
      reason: "instance_unknown",
      params: { host: hostname },
    });
  }
  return id === "" ? null : id;
}

function rpc(action: string): Pick<ApiList, "method" | "path" | "headers"> {
  return {
    method: "POST",
    path: [],
    headers: { "x-acs-action": action, "x-acs-version": "2018-12-01" },
  };
}

function roa(action: string, ...path: readonly string[]): Pick<ApiList, "path" | "headers"> {
  return { path, headers: { "x-acs-action": action, "x-acs-version": "2016-06-07" } };
}

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

/**
 * https://help.aliyun.com/zh/acr/developer-reference/api-cr-2018-12-01-deleterepotag, which knows repositories by their IDs;
 * https://help.aliyun.com/document_detail/72385.html.
 */
async function deleteTag(
  api: ProductApi,
  doomed: Doomed<Tag>,
  options: RequestOptions | undefined,
): Promise<void> {
  const instance = enterpriseOf(doomed.target);
  const [namespace, name] = ownerAndRest(doomed.repository);
  if (instance === null) {
    const call = roa("DeleteImage", "repos", namespace, name, "tags", doomed.reference);
    await api.ask({ ...call, method: "DELETE", query: {}, writes: true }, options);
    return;
  }
  const query = { InstanceId: instance, RepoNamespaceName: namespace, RepoName: name };
  const { body } = await api.ask({ ...rpc("GetRepository"), query }, options);
  const id = isObject(body) ? stringOf(body.RepoId) : undefined;
  if (id === undefined) throw gone(doomed, "name_unknown");
  const tag = { InstanceId: instance, RepoId: id, Tag: doomed.reference };
  await api.ask({ ...rpc("DeleteRepoTag"), query: tag, writes: true }, options);
}

/** {Code, Message, RequestId} or {code, message, requestId}; Enterprise Edition says IsSuccess under 200 too. */
function failure(body: unknown, status: number): Meaning | undefined {
  const { Code, code, IsSuccess } = isObject(body) ? body : {};
  if (status === 200 && IsSuccess !== false) return undefined;
  const word = stringOf(Code ?? code) ?? "";
  if (/^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidTimeStamp)/.test(word)) {
    return ["REGISTRY_UNAUTHORIZED", "credentials_refused"];
  }
  if (/^REPO_NOT_EXIST/.test(word)) return ["NOT_FOUND", "name_unknown"];
  if (/^(TAG|IMAGE)_NOT_EXIST/.test(word)) return ["NOT_FOUND", "manifest_unknown"];
  if (/^Throttling/.test(word)) return ["RATE_LIMITED", "too_many_requests"];
  if (/^(Forbidden|NoPermission|NoPrivilege)/.test(word))
    return ["REGISTRY_UNAUTHORIZED", "permission_missing"];
  return status === 200 ? ["REGISTRY_REJECTED", "unexpected_answer"] : undefined;
}
