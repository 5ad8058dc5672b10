import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { basicOf, bodyText, type HeldFacts, urlOf } from "./pages.ts";

export interface AzureOptions {
  /** User (admin, service principal, token) → password and the scopes it may have. */
  readonly users: Readonly<Record<string, { readonly password: string; readonly scopes: readonly string[] }>>;
  readonly refreshToken?: string;
  /** Repository and tag: "team/app/_tags/1.0". */
  readonly tags?: Set<string>;
  readonly facts?: HeldFacts;
}

export interface FakeAzure extends FakeRegistry {
  /** Requests for a token: form and scopes. */
  readonly granted: readonly { readonly method: string; readonly scopes: readonly string[] }[];
}

/**
 * Azure's token server and what each operation wants of it, before an honest registry. https://azure.github.io/acr/Token-BasicAuth.html
 * (GET /oauth2/token with Basic), https://azure.github.io/acr/AAD-OAuth.html (POST with grant_type=refresh_token; registry:catalog:* for
 * _catalog, metadata_read for tags), errors {errors: [{code, message, detail}]}. Tokens are called access_token.
 */
export async function startFakeAzure(options: AzureOptions): Promise<FakeAzure> {
  const granted: { method: string; scopes: readonly string[] }[] = [];
  const registry = await startFakeRegistry({
    faults: [
      (request, response, next) => {
        response.setHeader("server", "AzureContainerRegistry");
        if (urlOf(request).pathname === "/oauth2/token") {
          return void giveToken(options, granted, request, response);
        }
        const untagged = /^\/acr\/v1\/(.+)$/.exec(urlOf(request).pathname)?.[1];
        if (untagged !== undefined) return answerTags(options, untagged, request, response);
        const wanted = scopeOf(urlOf(request).pathname);
        const token = /^Bearer token-(\d+)$/.exec(request.headers.authorization ?? "")?.[1];
        const scopes = token === undefined ? undefined : granted[Number(token)]?.scopes;
        if (scopes !== undefined && (wanted === "" || scopes.includes(wanted))) return next();
        return refuse(request, response, wanted, scopes !== undefined);
      },
    ],
  });
  return { ...registry, granted };
}

/** https://learn.microsoft.com/rest/api/containerregistry/tag/delete-tag: DELETE /acr/v1/{name}/_tags/{reference}, 202 or 404; …/tag/get-list: n, last, Link. */
function answerTags(
  { users, tags, facts }: AzureOptions,
  tag: string,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const shown = basicOf(request);
  if (!Object.entries(users).some(([name, { password }]) => shown === `${name}:${password}`)) {
    return sendJson(response, 401, {
      errors: [{ code: "UNAUTHORIZED", message: "authentication required" }],
    });
  }
  const listed = facts?.[tag.replace(/\/_tags$/, "")];
  if (request.method === "GET" && listed !== undefined) {
    const { pathname, searchParams } = urlOf(request);
    const [from, n] = [Number(searchParams.get("last") ?? 0), Number(searchParams.get("n") ?? 100)];
    const link = `<${pathname}?last=${from + n}&n=${n}&orderby=>; rel="next"`;
    const body = { registry: "team.azurecr.io", imageName: "app", tags: listed.slice(from, from + n) };
    return sendJson(response, 200, body, from + n < listed.length ? { link } : {});
  }
  if (request.method !== "DELETE" || !tags?.delete(tag)) {
    const message = "the specified tag does not exist";
    return sendJson(response, 404, { errors: [{ code: "TAG_UNKNOWN", message }] });
  }
  return response.writeHead(202).end();
}

function scopeOf(pathname: string): string {
  if (pathname === "/v2/_catalog") return "registry:catalog:*";
  const [, name, kind] = /^\/v2\/(.+)\/(manifests|blobs|tags)\//.exec(pathname) ?? [];
  if (name === undefined) return "";
  return `repository:${name}:${kind === "tags" ? "metadata_read" : "pull"}`;
}

async function giveToken(
  { users, refreshToken }: AzureOptions,
  granted: { method: string; scopes: readonly string[] }[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ServerResponse> {
  const { method = "" } = request;
  const query =
    method === "POST" ? new URLSearchParams(await bodyText(request)) : urlOf(request).searchParams;
  const asked = query
    .getAll("scope")
    .flatMap((scope) => scope.split(" "))
    .filter(Boolean);
  const shown = basicOf(request) ?? "";
  const [, user] =
    Object.entries(users).find(([name, { password }]) => shown === `${name}:${password}`) ?? [];
  const refreshed =
    refreshToken !== undefined &&
    query.get("grant_type") === "refresh_token" &&
    query.get("refresh_token") === refreshToken;
  if (user === undefined && !refreshed) {
    const message = "authentication required, visit https://aka.ms/acr/authorization for more information.";
    return sendJson(response, 401, { errors: [{ code: "UNAUTHORIZED", message }] });
  }
  granted.push({ method, scopes: user ? asked.filter((scope) => user.scopes.includes(scope)) : asked });
  return sendJson(response, 200, { access_token: `token-${granted.length - 1}` });
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  scope: string,
  insufficient: boolean,
): ServerResponse {
  const { host } = request.headers;
  const challenge = `Bearer realm="http://${host}/oauth2/token",service="${host}"`;
  const wanted = `${scope && `,scope="${scope}"`}${insufficient ? ',error="insufficient_scope"' : ""}`;
  return sendJson(
    response,
    401,
    { errors: [{ code: "UNAUTHORIZED", message: "authentication required", detail: null }] },
    { "www-authenticate": challenge + wanted },
  );
}
