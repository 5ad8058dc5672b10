import type { IncomingMessage, ServerResponse } from "node:http";
import { isObject } from "../../json.ts";
import { type FakeRegistry, sendError, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { basicOf, type HeldFacts, type HeldTags, numberedPage, urlOf } from "./pages.ts";

export interface HarborAccount {
  readonly secret: string;
  /** Projects it may read. */
  readonly projects: readonly string[];
  /** Robots of one project may not ask for the list of everything. */
  readonly ofOneProject?: boolean;
}

export interface HarborOptions {
  /** Project name → repositories in it, without the project's name before them. */
  readonly projects: Readonly<Record<string, readonly string[]>>;
  readonly accounts: Readonly<Record<string, HarborAccount>>;
  readonly tags?: HeldTags;
  /** Artifacts. */
  readonly facts?: HeldFacts;
  /** Tags no rule lets go. */
  readonly immutable?: readonly string[];
}

/**
 * Harbor 2's listing API and its refusals, before a registry with Basic sign-in.
 * https://github.com/goharbor/harbor/blob/main/api/v2.0/swagger.yaml: listAllRepositories, listRepositories (page, page_size
 * at most 100, X-Total-Count, Link), getRepository, listArtifacts (paged alike; q=tags=* for those with a tag), deleteTag (200; an artifact's reference is a digest or a tag; a slash in a repository's name
 * is encoded twice), search (q → {project, repository}), `Errors` ({errors: [{code, message}]}); src/controller/tag/controller.go for immutable tags,
 * src/server/registry/manifest.go for DELETE of a tag in /v2/.
 */
export async function startFakeHarbor(options: HarborOptions): Promise<FakeRegistry> {
  const registry = await startFakeRegistry({
    faults: [
      (request, response, next) => {
        response.setHeader("set-cookie", "sid=0a1b; Path=/; HttpOnly");
        const { pathname } = urlOf(request);
        const account = signIn(request, options);
        const world = { ...options, take: registry.take };
        if (pathname.startsWith("/api/v2.0/")) return answerApi(request, response, world, account);
        if (account === undefined) return challenge(response);
        // _catalog is the system administrator's; everybody else is asked to sign in as one.
        if (pathname === "/v2/_catalog") return challenge(response);
        if (request.method === "DELETE") return sendError(response, 400, "UNSUPPORTED");
        return next();
      },
    ],
  });
  return registry;
}

/** With the deletion from /v2/. */
type World = HarborOptions & Pick<FakeRegistry, "take">;

function signIn(request: IncomingMessage, { accounts }: HarborOptions): HarborAccount | undefined {
  const shown = basicOf(request);
  return Object.entries(accounts).find(([name, { secret }]) => shown === `${name}:${secret}`)?.[1];
}

function challenge(response: ServerResponse): ServerResponse {
  return sendJson(
    response,
    401,
    { errors: [{ code: "UNAUTHORIZED", message: "unauthorized: unauthorized" }] },
    { "www-authenticate": 'Basic realm="harbor"' },
  );
}

function refuse(response: ServerResponse, status: number, code: string): ServerResponse {
  return sendJson(response, status, { errors: [{ code, message: code.toLowerCase() }] });
}

function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  options: World,
  account: HarborAccount | undefined,
): ServerResponse {
  const { projects } = options;
  const { pathname, searchParams } = urlOf(request);
  if (request.method === "DELETE") return deleteTag(pathname, response, options, account);
  const own = /^\/api\/v2\.0\/projects\/([^/]+)\/repositories$/.exec(pathname)?.[1];
  if (account === undefined) return refuse(response, 401, "UNAUTHORIZED");
  const [, holder = "", one] =
    /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/([^/]+)$/.exec(pathname) ?? [];
  if (one !== undefined) {
    const name = decodeURIComponent(decodeURIComponent(one));
    const found = account.projects.includes(holder) && projects[holder]?.includes(name);
    return found
      ? sendJson(response, 200, { name: `${holder}/${name}`, artifact_count: 0 })
      : refuse(response, 404, "NOT_FOUND");
  }
  const [, owner = "", inside] =
    /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/([^/]+)\/artifacts$/.exec(pathname) ?? [];
  if (inside !== undefined) return listArtifacts(request, response, options, account, [owner, inside]);
  if (pathname === "/api/v2.0/search")
    return sendJson(response, 200, search(searchParams, projects, account));
  if (own === undefined && pathname !== "/api/v2.0/repositories") return refuse(response, 404, "NOT_FOUND");
  if (own === undefined && account.ofOneProject) return refuse(response, 403, "FORBIDDEN");
  const project = own === undefined ? undefined : decodeURIComponent(own);
  if (project !== undefined && projects[project] === undefined) return refuse(response, 404, "NOT_FOUND");
  if (project !== undefined && !account.projects.includes(project)) return refuse(response, 403, "FORBIDDEN");
  const names = (project === undefined ? account.projects : [project]).flatMap((name) =>
    (projects[name] ?? []).map((repository) => `${name}/${repository}`),
  );
  const described = names.map((name, index) => ({
    id: index + 1,
    project_id: 1,
    name,
    artifact_count: 1,
    pull_count: 0,
  }));
  return sendPage(request, response, described);
}

function listArtifacts(
  request: IncomingMessage,
  response: ServerResponse,
  { facts = {} }: HarborOptions,
  account: HarborAccount,
  [project, name]: readonly [string, string],
): ServerResponse {
  if (!account.projects.includes(project)) return refuse(response, 403, "FORBIDDEN");
  // Encoded once, the slash would be one before any route is looked for.
  const artifacts = facts[`${project}/${decodeURIComponent(decodeURIComponent(name))}`];
  if (artifacts === undefined) return refuse(response, 404, "NOT_FOUND");
  const { searchParams } = urlOf(request);
  const tagged = searchParams.get("q") === "tags=*";
  const shown = artifacts.filter((one) => !tagged || (isObject(one) && one.tags !== null));
  return sendPage(request, response, shown);
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  all: readonly unknown[],
): ServerResponse {
  const { pathname, searchParams } = urlOf(request);
  if (Number(searchParams.get("page_size")) > 100) return refuse(response, 422, "UNPROCESSABLE_ENTITY");
  const { items, next, total } = numberedPage(all, searchParams, {
    name: "page_size",
    usual: 10,
    most: 100,
  });
  searchParams.set("page", `${next}`);
  const link = `<${pathname}?${searchParams}>; rel="next"`;
  return sendJson(response, 200, items, {
    "x-total-count": String(total),
    ...(next === null ? {} : { link }),
  });
}

function search(asked: URLSearchParams, projects: HarborOptions["projects"], account: HarborAccount): object {
  const text = asked.get("q") ?? "";
  const repository = account.projects.flatMap((project_name) =>
    (projects[project_name] ?? [])
      .map((name) => `${project_name}/${name}`)
      .filter((name) => name.includes(text))
      .map((repository_name) => ({
        project_id: 1,
        project_name,
        project_public: false,
        repository_name,
        pull_count: 7,
        artifact_count: 1,
      })),
  );
  return { project: [], repository };
}

function deleteTag(
  pathname: string,
  response: ServerResponse,
  { tags, immutable, take }: World,
  account: HarborAccount | undefined,
): ServerResponse {
  const [, project = "", name = "", reference = "", tag = ""] =
    /^\/api\/v2\.0\/projects\/([^/]+)\/repositories\/([^/]+)\/artifacts\/([^/]+)\/tags\/([^/]+)$/.exec(
      pathname,
    ) ?? [];
  if (account === undefined) return refuse(response, 401, "UNAUTHORIZED");
  if (!account.projects.includes(project)) return refuse(response, 403, "FORBIDDEN");
  const repository = `${project}/${decodeURIComponent(decodeURIComponent(name))}`;
  const held = tags?.get(repository);
  // Encoded once, the slash is one before any route is looked for.
  if (held === undefined || /%2f/i.test(name.replaceAll(/%25/g, "")))
    return refuse(response, 404, "NOT_FOUND");
  if (!held.has(tag) || reference !== tag) return refuse(response, 404, "NOT_FOUND");
  if (immutable?.includes(tag)) {
    const message = `the tag ${tag} configured as immutable, cannot be deleted`;
    return sendJson(response, 412, { errors: [{ code: "PRECONDITION", message }] });
  }
  held.delete(tag);
  take(repository, tag);
  return response.writeHead(200).end();
}
