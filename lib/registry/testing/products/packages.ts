import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, type Fault, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { basicOf, type HeldFacts, numberedPage, urlOf } from "./pages.ts";

export interface PackagesOptions {
  /** Owner as it likes to be written → names of its container packages. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
  /** "user:password" for Gitea, a token for GitHub. */
  readonly credential: string;
  /** GitHub: "owner/name" → its versions. */
  readonly versions?: Map<string, GitHubVersion[]>;
  /** Gitea: "owner/name" → its versions. */
  readonly facts?: HeldFacts;
}

export interface GitHubVersion {
  readonly id: number;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly createdAt?: string;
  /** Public and pulled more than 5,000 times. */
  readonly popular?: true;
}

/**
 * GitHub's packages API as an Enterprise Server has it, below /api/v3. https://docs.github.com/en/rest/packages/packages:
 * GET /orgs/{org}/packages and /users/{username}/packages (package_type required, per_page at most 100, Link), errors
 * {message, documentation_url, status}; every owner here is a user. /v2/ is beside it, open. GET …/packages/container/{name}/versions ({id, name: digest, created_at, updated_at,
 * metadata: {container: {tags}}}), DELETE …/versions/{id} (204; 400 for the last tagged version and for those pulled often).
 */
export async function startFakeGitHub(options: PackagesOptions): Promise<FakeRegistry> {
  const refuse = (response: ServerResponse, status: number, message: string) =>
    sendJson(response, status, {
      message,
      documentation_url: "https://docs.github.com/rest",
      status: `${status}`,
    });
  const fault: Fault = (request, response, next) => {
    const { pathname, searchParams } = urlOf(request);
    if (pathname.startsWith("/v2/")) return next();
    const [, kind, owner = ""] = /^\/api\/v3\/(orgs|users)\/([^/]+)\/packages$/.exec(pathname) ?? [];
    if (request.headers.authorization !== `Bearer ${options.credential}`) {
      return refuse(response, 401, "Requires authentication");
    }
    const [, owners, holder = "", name = "", id] =
      /^\/api\/v3\/(orgs|users)\/([^/]+)\/packages\/container\/([^/]+)\/versions(?:\/(\d+))?$/.exec(
        pathname,
      ) ?? [];
    if (owners !== undefined) {
      const versions =
        owners === "users" ? options.versions?.get(`${holder}/${decodeURIComponent(name)}`) : undefined;
      if (versions === undefined) return refuse(response, 404, "Not Found");
      if (request.method === "DELETE") {
        const digest = versions.find((version) => version.id === Number(id))?.digest ?? "";
        deleteVersion(versions, Number(id), response, refuse);
        if (response.statusCode === 204) registry.take(`${holder}/${decodeURIComponent(name)}`, digest);
        return response;
      }
      return sendVersions(versions, request, response);
    }
    if (searchParams.get("package_type") !== "container") return refuse(response, 400, "Invalid argument.");
    return kind === "users" && options.owners[owner] !== undefined
      ? sendPackages(request, response, { owner, names: options.owners[owner], size: "per_page" })
      : refuse(response, 404, "Not Found");
  };
  const registry = await startFakeRegistry({ faults: [fault] });
  return registry;
}

function deleteVersion(
  versions: GitHubVersion[],
  id: number,
  response: ServerResponse,
  refuse: (response: ServerResponse, status: number, message: string) => ServerResponse,
): ServerResponse {
  const at = versions.findIndex((version) => version.id === id);
  const version = versions[at];
  if (version === undefined) return refuse(response, 404, "Not Found");
  const others = versions.filter((other) => other !== version && other.tags.length > 0);
  if (version.tags.length > 0 && others.length === 0) {
    const message =
      "You cannot delete the last tagged version of a package. You must delete the package instead.";
    return refuse(response, 400, message);
  }
  if (version.popular) {
    const message = "Publicly visible package versions with more than 5000 downloads cannot be deleted.";
    return refuse(response, 400, message);
  }
  versions.splice(at, 1);
  return response.writeHead(204).end();
}

function sendVersions(
  versions: readonly GitHubVersion[],
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const all = versions.map(({ id, digest, tags, createdAt = "2025-01-01T00:00:00Z" }) => ({
    id,
    name: digest,
    created_at: createdAt,
    updated_at: "2026-05-05T05:05:05Z",
    metadata: { package_type: "container", container: { tags } },
  }));
  return sendPage(request, response, all, "per_page");
}

/**
 * Gitea's packages API before its registry. https://docs.gitea.com/api/: GET /api/v1/packages/{owner} (type, page, limit; one
 * item for each version), https://docs.gitea.com/development/api-usage#pagination (Link, X-Total-Count), errors
 * {message, url}. Each package has 60 versions here.
 */
export function startFakeGitea({ owners, credential, facts }: PackagesOptions): Promise<FakeRegistry> {
  const fault: Fault = (request, response, next) => {
    const { pathname } = urlOf(request);
    const owner = /^\/api\/v1\/packages\/([^/]+)$/.exec(pathname)?.[1];
    if (basicOf(request) !== credential) {
      const challenge = `Bearer realm="http://${request.headers.host}/v2/token",service="container_registry",scope="*"`;
      return sendJson(response, 401, {}, { "www-authenticate": `${challenge}, Basic realm="gitea"` });
    }
    if (owner === undefined) return next();
    const told = facts?.[`${owner}/${urlOf(request).searchParams.get("q")}`];
    if (told !== undefined) return sendPage(request, response, told, "limit");
    const names = owners[owner]?.flatMap((name) => Array.from({ length: 60 }, () => name));
    return names === undefined
      ? sendJson(response, 404, { message: "user redirect does not exist", url: "/api/swagger" })
      : sendPackages(request, response, { owner, names, size: "limit" });
  };
  return startFakeRegistry({ faults: [fault] });
}

function sendPackages(
  request: IncomingMessage,
  response: ServerResponse,
  {
    owner,
    names,
    size,
  }: { readonly owner: string; readonly names: readonly string[]; readonly size: string },
): ServerResponse {
  const all = names.map((name, id) => ({
    id,
    name,
    version: `v${id}`,
    type: "container",
    owner: { login: owner },
  }));
  return sendPage(request, response, all, size);
}

function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  all: readonly unknown[],
  size: string,
): ServerResponse {
  const { pathname, searchParams } = urlOf(request);
  const { items, next } = numberedPage(all, searchParams, { name: size, usual: 30, most: 100 });
  searchParams.set("page", `${next}`);
  const link = `<http://${request.headers.host}${pathname}?${searchParams}>; rel="next"`;
  return sendJson(response, 200, items, next === null ? {} : { link });
}
