import type { IncomingMessage, ServerResponse } from "node:http";
import { findJsonObject, stringsOf } from "../../json.ts";
import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import type { KeyPair } from "./acs3-signed.ts";
import { basicOf, bodyText, type HeldFacts, type HeldTags } from "./pages.ts";
import { wrongWithTc3 } from "./tc3-signed.ts";

export interface TcrOptions {
  readonly key: KeyPair;
  /** Names of repositories with their namespace before them. */
  readonly repositories: readonly string[];
  /** The host it is known by. */
  readonly domain: string;
  readonly tags?: HeldTags;
  /** "user:password" that /v2/ of the personal edition takes; absent: it is an Enterprise instance. */
  readonly personal?: string;
  readonly facts?: HeldFacts;
}

export const tcrInstance = { id: "tcr-dg284imq", region: "ap-shanghai" };
export const tcrLogin = { username: "100036950234", secret: "eyJhbGciOiJSUzI1NiJ9.temp.word" };

/**
 * Tencent's TCR API before an Enterprise registry that takes its temporary login. https://cloud.tencent.com/document/api/1141/41569
 * (DescribeInstances), …/41571 (CreateInstanceToken: ExpTime in milliseconds), …/42722 (DescribeRepositories: Offset is the number
 * of a page, Limit at most 100), …/42723 (DescribeImages: paged alike), …/79570 (DeleteRepositoryTags); of the personal edition
 * https://cloud.tencent.com/document/product/1141/41583 (DescribeRepositoryOwnerPersonal: Offset counts items, Limit at most 100) and
 * DeleteImagePersonal ({RepoName, Tag}); errors: 200 {Response: {Error: {Code, Message}, RequestId}}, …/41630.
 */
export function startFakeTcr(options: TcrOptions): Promise<FakeRegistry> {
  return startFakeRegistry({ faults: [(...line) => void answer(options, ...line)] });
}

async function answer(
  options: TcrOptions,
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  if (request.url !== "/") {
    const login = options.personal ?? `${tcrLogin.username}:${tcrLogin.secret}`;
    if (basicOf(request) === login) return next();
    return void response.writeHead(401, { "www-authenticate": 'Basic realm="registry"' }).end();
  }
  const body = await bodyText(request);
  const wrong = wrongWithTc3(request, body, options.key) ?? wrongVersion(request);
  const answered = wrong ?? act(options, request, findJsonObject(Buffer.from(body)) ?? {});
  const Response = typeof answered === "string" ? { Error: { Code: answered, Message: answered } } : answered;
  sendJson(response, 200, { Response: { ...Response, RequestId: "bfa74e4d" } });
}

function wrongVersion({ method, headers }: IncomingMessage): string | undefined {
  if (headers["x-tc-version"] !== "2019-09-24") return "NoSuchVersion";
  return method === "POST" ? undefined : "UnsupportedProtocol";
}

/** The personal edition has no instances, and other actions. */
function actPersonally(
  { repositories, tags }: TcrOptions,
  action: unknown,
  { Offset = 0, Limit = 20, RepoName, Tag }: Readonly<Record<string, unknown>>,
): object | string {
  if (action === "DescribeRepositoryOwnerPersonal") {
    if (Number(Limit) > 100) return "InvalidParameter";
    const RepoInfo = repositories
      .slice(Number(Offset), Number(Offset) + Number(Limit))
      .map((name) => ({ RepoName: name, RepoType: "QCLOUD HUB", TagCount: 1 }));
    return { Data: { RepoInfo, Server: "ccr.ccs.tencentyun.com", TotalCount: repositories.length } };
  }
  if (action !== "DeleteImagePersonal") return "InvalidAction";
  return tags?.get(String(RepoName))?.delete(String(Tag)) ? {} : "ResourceNotFound.ErrNoRepo";
}

function act(
  options: TcrOptions,
  { headers }: IncomingMessage,
  asked: Readonly<Record<string, unknown>>,
): object | string {
  const { repositories, domain, tags, facts } = options;
  if (options.personal !== undefined) return actPersonally(options, headers["x-tc-action"], asked);
  const { Offset, Limit, NamespaceName } = asked;
  if (headers["x-tc-action"] === "DescribeInstances") {
    const ids = stringsOf(asked.Registryids);
    const here = asked.AllRegion === true || headers["x-tc-region"] === tcrInstance.region;
    const registry = {
      RegistryId: tcrInstance.id,
      RegistryName: "team",
      PublicDomain: domain,
      RegionName: tcrInstance.region,
      Status: "Running",
    };
    const Registries = here && (ids.length === 0 || ids.includes(tcrInstance.id)) ? [registry] : [];
    return { TotalCount: Registries.length, Registries };
  }
  if (asked.RegistryId !== tcrInstance.id || headers["x-tc-region"] !== tcrInstance.region) {
    return "ResourceNotFound";
  }
  switch (headers["x-tc-action"]) {
    case "CreateInstanceToken":
      return { Username: tcrLogin.username, Token: tcrLogin.secret, ExpTime: Date.now() + 3_600_000 };
    case "DescribeRepositories": {
      if (typeof Offset !== "number" || typeof Limit !== "number" || Limit > 100) return "InvalidParameter";
      const all = repositories.filter(
        (name) => NamespaceName === undefined || name.startsWith(`${NamespaceName}/`),
      );
      const RepositoryList = all
        .slice((Offset - 1) * Limit, Offset * Limit)
        .map((Name) => ({ Name, Namespace: Name.split("/")[0], Public: false }));
      return { TotalCount: all.length, RepositoryList };
    }
    case "DescribeImages": {
      const all = facts?.[`${NamespaceName}/${asked.RepositoryName}`];
      if (all === undefined) return "ResourceNotFound";
      const [page, size] = [Number(Offset), Number(Limit)];
      return { TotalCount: all.length, ImageInfoList: all.slice((page - 1) * size, page * size) };
    }
    case "DeleteRepositoryTags": {
      const held = tags?.get(`${NamespaceName}/${asked.RepositoryName}`);
      const wanted = stringsOf(asked.Tags);
      if (!wanted.every((tag) => held?.has(tag))) return "ResourceNotFound";
      for (const tag of wanted) held?.delete(tag);
      return {};
    }
    default:
      return "InvalidAction";
  }
}
