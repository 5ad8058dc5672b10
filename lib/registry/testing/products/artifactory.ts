import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, sendError, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { basicOf, bodyText, type HeldFacts, urlOf } from "./pages.ts";

export interface ArtifactoryOptions {
  /** "user:password". */
  readonly credential: string;
  /** Keys of Docker repositories → names in them. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Key → items, as AQL finds them. */
  readonly facts?: HeldFacts;
}

/**
 * Artifactory addressed by the repository path method: /v2/_catalog is nobody's.
 * https://jfrog.com/help/r/jfrog-rest-apis/get-repositories: GET /api/repositories?packageType=docker → [{key, type, url, packageType}];
 * https://jfrog.com/help/r/jfrog-rest-apis/list-docker-repositories: GET /api/docker/{repo-key}/v2/_catalog (n, last: integers)
 * → {repositories}, whose Link lacks the key (renovatebot/renovate#15080). Two names fit a page here.
 * https://jfrog.com/help/r/jfrog-rest-apis/aql-execution: POST /api/search/aql, text/plain → {results, range}.
 */
export function startFakeArtifactory({
  credential,
  keys,
  facts = {},
}: ArtifactoryOptions): Promise<FakeRegistry> {
  return startFakeRegistry({
    faults: [
      (request, response, next) => {
        response.setHeader("x-jfrog-version", "Artifactory/7.90.1 79001900");
        const { pathname, searchParams } = urlOf(request);
        if (pathname === "/v2/") return next();
        if (basicOf(request) !== credential) {
          const errors = [{ status: 401, message: "Bad credentials" }];
          const basic = { "www-authenticate": 'Basic realm="Artifactory Realm"' };
          return sendJson(response, 401, { errors }, basic);
        }
        if (pathname === "/artifactory/api/repositories") {
          const docker = searchParams.get("packageType") === "docker" ? Object.keys(keys) : [];
          const repositories = docker.map((key) => ({ key, type: "LOCAL", packageType: "Docker" }));
          return sendJson(response, 200, repositories);
        }
        if (pathname === "/artifactory/api/search/aql") return void find(facts, request, response);
        const key = /^\/artifactory\/api\/docker\/([^/]+)\/v2\/_catalog$/.exec(pathname)?.[1] ?? "";
        const names = keys[key];
        if (names === undefined) return sendError(response, 404, "NAME_UNKNOWN");
        const from = Number(searchParams.get("last") ?? 0);
        const link = `</v2/_catalog?n=2&last=${from + 2}>; rel="next"`;
        const more: Record<string, string> = from + 2 < names.length ? { link } : {};
        return sendJson(response, 200, { repositories: names.slice(from, from + 2) }, more);
      },
    ],
  });
}

async function find(facts: HeldFacts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const query = await bodyText(request);
  const [, wanted = "{}"] =
    /^items\.find\((\{.*\})\)\.include\("repo", "path", "name", .*\)\.limit\(\d+\)$/.exec(query) ?? [];
  const { repo } = JSON.parse(wanted) as { repo?: string };
  const plain = request.headers["content-type"] === "text/plain";
  if (repo === undefined || !plain) return void sendJson(response, 400, { errors: [{ status: 400 }] });
  const results = facts[repo] ?? [];
  sendJson(response, 200, {
    results,
    range: { start_pos: 0, end_pos: results.length, total: results.length },
  });
}
