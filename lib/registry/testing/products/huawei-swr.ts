import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { type KeyPair, sortedQuery } from "./acs3-signed.ts";
import { basicOf, bodyText, type HeldFacts, type HeldTags, urlOf } from "./pages.ts";

export interface SwrOptions {
  readonly key: KeyPair;
  /** docker's login, as a console shows it: user and password. */
  readonly login: string;
  /** Organisation → repositories in it. */
  readonly organisations: Readonly<Record<string, readonly string[]>>;
  readonly tags?: HeldTags;
  readonly facts?: HeldFacts;
}

/**
 * Huawei's SWR API before a registry that takes the long-term login. https://support.huaweicloud.com/api-swr/swr_02_0126.html
 * (namespace, limit at most 1000, marker → {repos, nextMarker}), …/swr_02_0125.html (limit, marker → {tags, has_more, nextMarker}), …/swr_02_0036.html (DELETE of a tag, 204 or 404); a wrong signature is {error_code: "APIGW.0301", error_msg} under 401,
 * other errors are {errors: [{errorCode, errorMessage}]}.
 */
export function startFakeSwr(options: SwrOptions): Promise<FakeRegistry> {
  return startFakeRegistry({ faults: [(...line) => void answer(options, ...line)] });
}

async function answer(
  options: SwrOptions,
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  const { pathname, searchParams } = urlOf(request);
  if (pathname.startsWith("/v2/") && !pathname.startsWith("/v2/manage/")) {
    if (basicOf(request) === options.login) return next();
    return void response.writeHead(401, { "www-authenticate": 'Basic realm="registry"' }).end();
  }
  if (!isSigned(request, await bodyText(request), options.key)) {
    const error_msg = "Incorrect IAM authentication information: verify aksk signature fail";
    return void sendJson(response, 401, { error_msg, error_code: "APIGW.0301", request_id: "1" });
  }
  const errors = [{ errorCode: "SVCSTG.SWR.4040000", errorMessage: "Not found" }];
  if (request.method === "DELETE") {
    const [, owned = "", name = "", tag = ""] =
      /^\/v2\/manage\/namespaces\/([^/]+)\/repos\/([^/]+)\/tags\/([^/]+)$/.exec(pathname) ?? [];
    const held = options.tags?.get(`${owned}/${decodeURIComponent(name).replaceAll("$", "/")}`);
    if (held?.delete(tag)) return void response.writeHead(204).end();
    return void sendJson(response, 404, { errors });
  }
  const [, owned = "", within = ""] =
    /^\/v3\/manage\/namespaces\/([^/]+)\/repos\/([^/]+)\/tags$/.exec(pathname) ?? [];
  const told = options.facts?.[`${owned}/${decodeURIComponent(within).replaceAll("$", "/")}`];
  if (told !== undefined) {
    const start = Number(searchParams.get("marker") ?? 0);
    const end = start + Number(searchParams.get("limit") ?? 100);
    const more = end < told.length;
    const page = { tags: told.slice(start, end), has_more: more, ...(more && { nextMarker: `${end}` }) };
    return void sendJson(response, 200, page);
  }
  const owner = searchParams.get("namespace");
  if (pathname !== "/v3/manage/repos" || (owner !== null && options.organisations[owner] === undefined)) {
    return void sendJson(response, 404, { errors });
  }
  const all = Object.entries(options.organisations)
    .filter(([namespace]) => owner === null || namespace === owner)
    .flatMap(([namespace, names]) => names.map((name) => ({ namespace, name, category: "other" })));
  const from = Number(searchParams.get("marker") ?? 0);
  const to = from + Number(searchParams.get("limit") ?? 100);
  const repos = all.slice(from, to).map((repository, index) => ({ id: from + index, ...repository }));
  sendJson(response, 200, { repos, ...(to < all.length ? { nextMarker: to } : {}) });
}

const form = /^SDK-HMAC-SHA256 Access=(\w+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Computed from the request as it came. https://support.huaweicloud.com/devg-apisign/api-sign-algorithm-001.html. */
function isSigned(request: IncomingMessage, body: string, key: KeyPair): boolean {
  const header = (name: string): string => String(request.headers[name] ?? "");
  const [, id, names = "", signature] = form.exec(header("authorization")) ?? [];
  const date = header("x-sdk-date");
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const [year = 0, month = 0, ...rest] = parts.map(Number);
  const recent = Math.abs(Date.now() - Date.UTC(year, month - 1, ...rest)) < 15 * 60_000;
  const signed = names.split(";");
  if (id !== key.id || !recent || !signed.includes("x-sdk-date") || !signed.includes("host")) return false;
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const lines = signed.map((name) => `${name}:${header(name)}`);
  const text = [request.method, `${path}/`, sortedQuery(query), ...lines, "", names, hash(body)].join("\n");
  const right = createHmac("sha256", key.secret).update(`SDK-HMAC-SHA256\n${date}\n${hash(text)}`);
  return right.digest("hex") === signature;
}
