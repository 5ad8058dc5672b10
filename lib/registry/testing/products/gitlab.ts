import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, type Fault, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { type HeldTags, numberedPage, urlOf } from "./pages.ts";

export interface GitLabOptions {
  readonly token: string;
  /** Full paths of groups → paths of the repositories in and below them. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly projects?: Readonly<Record<string, readonly string[]>>;
  readonly tags?: HeldTags;
  /** The token lacks the scope read_api. */
  readonly registryScopeOnly?: boolean;
}

/**
 * GitLab's own web server with the container registry API. https://docs.gitlab.com/api/container_registry/ (within a group,
 * within a project: id, name, path, location), https://docs.gitlab.com/api/rest/#pagination (page, per_page at most 100,
 * x-next-page empty on the last page, Link), https://docs.gitlab.com/api/rest/authentication/ and
 * https://docs.gitlab.com/api/rest/troubleshooting/ ({message} for 401 and 404, {error, error_description, scope} for 403);
 * DELETE /projects/:id/registry/repositories/:repository_id/tags/:tag_name is answered by 200.
 * https://docs.gitlab.com/api/projects/#list-all-projects (search, membership: id, path_with_namespace, star_count …); a
 * project has as many stars as its place in the list.
 */
export function startFakeGitLab(options: GitLabOptions): Promise<FakeRegistry> {
  return startFakeRegistry({ faults: [(request, response) => answerApi(options, request, response)] });
}

function answerApi(options: GitLabOptions, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = urlOf(request);
  if (request.headers["private-token"] !== options.token) {
    return void sendJson(response, 401, { message: "401 Unauthorized" });
  }
  if (options.registryScopeOnly) {
    return void sendJson(response, 403, {
      error: "insufficient_scope",
      error_description: "The request requires higher privileges than provided by the access token.",
      scope: "api read_api",
    });
  }
  if (request.method === "DELETE") return void deleteTag(options, pathname, response);
  if (pathname === "/api/v4/projects") {
    searchProjects(options.projects ?? {}, searchParams, response);
    return;
  }
  const [, kind, number = ""] =
    /^\/api\/v4\/(groups|projects)\/([^/]+)\/registry\/repositories$/.exec(pathname) ?? [];
  const id = decodeURIComponent(number);
  // A project goes by its number too.
  const owner =
    kind === "projects" && /^\d+$/.test(id) ? Object.keys(options.projects ?? {})[Number(id)] : id;
  const paths = (kind === "groups" ? options.groups : options.projects)?.[owner ?? ""];
  if (paths === undefined) {
    const what = kind === "groups" ? "Group" : "Project";
    return void sendJson(response, 404, { message: `404 ${what} Not Found` });
  }
  const { items, page, next, total } = numberedPage(paths, searchParams, {
    name: "per_page",
    usual: 20,
    most: 100,
  });
  sendJson(
    response,
    200,
    items.map((path, index) => ({
      id: index + 1,
      name: path.split("/").slice(2).join("/"),
      path,
      project_id: projectId,
      location: `registry.gitlab.example/${path}`,
      created_at: "2024-01-10T13:38:57.000Z",
    })),
    {
      "x-page": String(page),
      "x-next-page": next === null ? "" : String(next),
      "x-total": String(total),
      // The address it was configured with, behind whatever proxy it stands.
      link: next === null ? "" : `<http://gitlab.internal${pathname}?page=${next}>; rel="next"`,
    },
  );
}

function searchProjects(
  projects: NonNullable<GitLabOptions["projects"]>,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const text = query.get("search") ?? "";
  const found = Object.keys(projects).flatMap((path, id) => (path.includes(text) ? [{ path, id }] : []));
  const { items, next } = numberedPage(found, query, { name: "per_page", usual: 20, most: 100 });
  const body = items.map(({ path, id }) => ({
    id,
    path_with_namespace: path,
    description: `about ${path}`,
    star_count: id,
    last_activity_at: "2026-03-01T10:00:00Z",
    namespace: { name: path.split("/")[0] },
  }));
  sendJson(response, 200, body, { "x-next-page": next === null ? "" : String(next) });
}

/** GitLab's registry at its own address: nobody may ask for _catalog. */
export const gitlabRegistry: Fault = (request, response, next) => {
  response.setHeader("gitlab-lb", "haproxy-main-01");
  if (urlOf(request).pathname !== "/v2/_catalog") return next();
  sendJson(response, 401, { errors: [{ code: "UNAUTHORIZED", message: "authentication required" }] });
};

const projectId = 9;

function deleteTag(
  { projects, tags }: GitLabOptions,
  pathname: string,
  response: ServerResponse,
): ServerResponse {
  const [, project, id, tag = ""] =
    /^\/api\/v4\/projects\/(\d+)\/registry\/repositories\/(\d+)\/tags\/([^/]+)$/.exec(pathname) ?? [];
  const path = Object.values(projects ?? {}).flat()[Number(id) - 1] ?? "";
  const deleted = project === `${projectId}` && tags?.get(path)?.delete(tag);
  return deleted ? sendJson(response, 200, {}) : sendJson(response, 404, { message: "404 Tag Not Found" });
}
