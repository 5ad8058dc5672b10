import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { type KeyPair, wrongWithAcs3 } from "./acs3-signed.ts";
import { basicOf, bodyText, type HeldFacts, type HeldTags, numberedPage, urlOf } from "./pages.ts";

export interface AcrOptions {
  readonly key: KeyPair;
  /** Namespace → repositories in it. */
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
  /** The Enterprise instance; personal edition without one. */
  readonly instance?: string;
  readonly tags?: HeldTags;
  readonly facts?: HeldFacts;
}

/** The login everybody with the key is given for an hour. */
export const acrLogin = { username: "cr_temp_user", secret: "eyJ0aW1lIjoi:0705733" };

/**
 * Aliyun's Container Registry API before a registry that takes its temporary login.
 * Enterprise: https://help.aliyun.com/zh/acr/developer-reference/api-cr-2018-12-01-listrepository (PageNo, PageSize at most
 * 100 → TotalCount, a string), …-getauthorizationtoken (ExpireTime in milliseconds), …-listrepotag. Personal:
 * https://help.aliyun.com/document_detail/72334.html (GET /tokens), https://help.aliyun.com/document_detail/72400.htm
 * (GET /repos/NAMESPACE), https://help.aliyun.com/document_detail/72385.html (DELETE …/tags/TAG), https://help.aliyun.com/zh/acr/user-guide/getrepotags. Errors: {Code, Message, RequestId, HostId}, and {code, message, requestId} of the ROA API.
 */
export function startFakeAcr(options: AcrOptions): Promise<FakeRegistry> {
  return startFakeRegistry({ faults: [(...line) => void answer(options, ...line)] });
}

async function answer(
  options: AcrOptions,
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  const { pathname } = urlOf(request);
  if (pathname.startsWith("/v2/")) {
    if (basicOf(request) === `${acrLogin.username}:${acrLogin.secret}`) return next();
    return void response.writeHead(401, { "www-authenticate": 'Basic realm="registry"' }).end();
  }
  const wrong = wrongWithAcs3(request, await bodyText(request), options.key);
  if (wrong !== undefined)
    return refuse(response, wrong === "InvalidAccessKeyId.NotFound" ? 404 : 400, wrong);
  return options.instance === undefined
    ? answerRoa(options, request, response)
    : answerRpc(options, request, response);
}

function refuse(response: ServerResponse, status: number, word: string): void {
  const RequestId = "E069EB86-E6AD-4A98-ADDE-0E993390239A";
  sendJson(response, status, { RequestId, HostId: "cr.cn-hangzhou.aliyuncs.com", Code: word, Message: word });
}

function answerRpc(
  { namespaces, instance, tags, facts }: AcrOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { searchParams } = urlOf(request);
  const action = request.headers["x-acs-action"];
  const good = { Code: "success", IsSuccess: true, RequestId: "5241C090" };
  if (request.headers["x-acs-version"] !== "2018-12-01") {
    refuse(response, 400, "NoSuchVersion");
  } else if (searchParams.get("InstanceId") !== instance) {
    sendJson(response, 200, { ...good, Code: "INSTANCE_NOT_EXIST", IsSuccess: false });
  } else if (action === "GetAuthorizationToken") {
    const { username: TempUsername, secret: AuthorizationToken } = acrLogin;
    const ExpireTime = Date.now() + 3_600_000;
    sendJson(response, 200, { ...good, TempUsername, AuthorizationToken, ExpireTime });
  } else if (action === "ListRepository") {
    const owner = searchParams.get("RepoNamespaceName");
    const all = repositoriesIn(namespaces, owner);
    const { items, total } = pageOf(all, searchParams, "PageNo");
    const Repositories = items.map(([RepoNamespaceName, RepoName], index) => ({
      RepoId: `crr-${index}`,
      RepoNamespaceName,
      RepoName,
      RepoStatus: "NORMAL",
    }));
    sendJson(response, 200, { ...good, TotalCount: String(total), PageNo: 1, PageSize: 100, Repositories });
  } else if (action === "GetRepository") {
    const name = `${searchParams.get("RepoNamespaceName")}/${searchParams.get("RepoName")}`;
    if (tags?.has(name) || facts?.[name])
      sendJson(response, 200, { ...good, RepoId: `crr-${name}`, RepoStatus: "NORMAL" });
    else refuse(response, 404, "REPO_NOT_EXIST");
  } else if (action === "ListRepoTag") {
    const all = facts?.[searchParams.get("RepoId")?.replace("crr-", "") ?? ""] ?? [];
    const { items, total } = pageOf(all, searchParams, "PageNo");
    sendJson(response, 200, { ...good, PageNo: 1, PageSize: 100, TotalCount: `${total}`, Images: items });
  } else if (action === "DeleteRepoTag") {
    const held = tags?.get(searchParams.get("RepoId")?.replace("crr-", "") ?? "");
    if (held?.delete(searchParams.get("Tag") ?? "")) sendJson(response, 200, good);
    else refuse(response, 404, "TAG_NOT_EXIST");
  } else refuse(response, 404, "InvalidAction.NotFound");
}

function answerRoa(
  { namespaces, tags, facts }: AcrOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname, searchParams } = urlOf(request);
  const requestId = "F11E3C4C";
  if (request.headers["x-acs-version"] !== "2016-06-07") {
    return void sendJson(response, 400, { code: "NoSuchVersion", message: "No such version.", requestId });
  }
  if (pathname === "/tokens") {
    const { username: tempUserName, secret: authorizationToken } = acrLogin;
    const data = { tempUserName, authorizationToken, expireDate: Date.now() + 3_600_000 };
    return void sendJson(response, 200, { data, requestId });
  }
  if (request.method === "DELETE") {
    const [, name = "", tag = ""] = /^\/repos\/([^/]+\/[^/]+)\/tags\/([^/]+)$/.exec(pathname) ?? [];
    const gone = tags?.get(decodeURIComponent(name))?.delete(tag);
    const none = { code: "TAG_NOT_EXIST", message: "tag is not exist.", requestId };
    return void sendJson(response, gone ? 200 : 404, gone ? { data: {}, requestId } : none);
  }
  const told = facts?.[/^\/repos\/([^/]+\/.+)\/tags$/.exec(decodeURIComponent(pathname))?.[1] ?? ""];
  if (told !== undefined) {
    const { items, total } = pageOf(told, searchParams, "Page");
    return void sendJson(response, 200, { data: { total, page: 1, pageSize: 100, tags: items }, requestId });
  }
  const owner = /^\/repos(?:\/([^/]+))?$/.exec(pathname)?.[1] ?? null;
  if (!pathname.startsWith("/repos") || (owner !== null && namespaces[owner] === undefined)) {
    const code = "NAMESPACE_NOT_EXIST";
    return void sendJson(response, 404, { message: "namespace is not exist.", code, requestId });
  }
  const { items, total } = pageOf(repositoriesIn(namespaces, owner), searchParams, "Page");
  const repos = items.map(([repoNamespace, repoName], repoId) => ({ repoId, repoNamespace, repoName }));
  sendJson(response, 200, { data: { total, page: 1, pageSize: 100, repos }, requestId });
}

function pageOf<T>(all: readonly T[], asked: URLSearchParams, number: string) {
  const query = new URLSearchParams(asked);
  query.set("page", asked.get(number) ?? "1");
  return numberedPage(all, query, { name: "PageSize", usual: 30, most: 100 });
}

function repositoriesIn(
  namespaces: AcrOptions["namespaces"],
  owner: string | null,
): readonly (readonly [string, string])[] {
  return Object.entries(namespaces)
    .filter(([namespace]) => owner === null || namespace === owner)
    .flatMap(([namespace, names]) => names.map((name) => [namespace, name] as const));
}
