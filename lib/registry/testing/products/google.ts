import { verify } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type FakeRegistry, sendError, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { basicOf, bodyText, type HeldFacts, urlOf } from "./pages.ts";

export interface GoogleOptions {
  readonly email: string;
  /** PEM. */
  readonly publicKey: string;
  /** Project → repository → packages; repositories named "npm…" are of another format. */
  readonly projects: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Artifact Registry's API is switched off for everybody. */
  readonly apiOff?: true;
  /** What /v2/ has, with the project before it; its lists of tags name what is below them. */
  readonly images?: readonly string[];
  /** Tags of the one repository deletions are tried in: tag → digest. */
  readonly tags?: Map<string, string>;
  /** "project/repository/package" → versions. */
  readonly facts?: HeldFacts;
}

export interface FakeGoogle extends FakeRegistry {
  /** Paths below /v2/ that were deleted, in order. */
  readonly deleted: readonly string[];
}

const accessToken = "ya29.token-1";

/**
 * Google's token server, Artifact Registry's API and its /v2/ at one address. POST /token with a JWT signed by the account's key:
 * https://developers.google.com/identity/protocols/oauth2/service-account (errors {error, error_description}, RFC 6749).
 * https://cloud.google.com/artifact-registry/docs/reference/rest/v1/projects.locations.repositories/list, …packages/list and …packages.versions/list (view=FULL): pageSize at
 * most 1000, nextPageToken, slashes in a package's name escaped; errors {error: {code, message, status}}. Two fit a page here. /v2/
 * takes oauth2accesstoken; tags/list adds child and manifest; a manifest with tags is kept (GOOGLE_MANIFEST_DANGLING_TAG).
 */
export async function startFakeGoogle(options: GoogleOptions): Promise<FakeGoogle> {
  const deleted: string[] = [];
  const registry = await startFakeRegistry({
    faults: [
      (request, response, next) => {
        const { pathname } = urlOf(request);
        if (pathname === "/token") return void giveToken(options, request, response);
        if (pathname.startsWith("/v1/")) return listApi(options, request, response);
        return answerRegistry(options, deleted, request, response, next);
      },
    ],
  });
  return { ...registry, deleted };
}

async function giveToken(
  { email, publicKey }: GoogleOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ServerResponse> {
  const form = new URLSearchParams(await bodyText(request));
  const [head = "", claims = "", signature = ""] = (form.get("assertion") ?? "").split(".");
  const genuine = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    publicKey,
    Buffer.from(signature, "base64url"),
  );
  const said: unknown = JSON.parse(Buffer.from(claims, "base64url").toString());
  const { iss, aud, scope, iat, exp } = said as Record<string, unknown>;
  const now = Date.now() / 1000;
  const timely = Math.abs(Number(iat) - now) < 60 && Number(exp) > now && Number(exp) - Number(iat) <= 3600;
  const fits = aud === `http://${request.headers.host}/token` && String(scope).endsWith("/cloud-platform");
  const isGrant = form.get("grant_type") === "urn:ietf:params:oauth:grant-type:jwt-bearer";
  if (genuine && timely && fits && isGrant && iss === email) {
    return sendJson(response, 200, { access_token: accessToken, expires_in: 3599, token_type: "Bearer" });
  }
  const error_description = genuine ? "Invalid grant: account not found" : "Invalid JWT Signature.";
  return sendJson(response, 400, { error: "invalid_grant", error_description });
}

function listApi(
  { projects, apiOff, facts }: GoogleOptions,
  request: IncomingMessage,
  response: ServerResponse,
): ServerResponse {
  const { pathname, searchParams } = urlOf(request);
  const refuse = (code: number, status: string) =>
    sendJson(response, code, { error: { code, message: `${status}: refused`, status } });
  if (request.headers.authorization !== `Bearer ${accessToken}`) return refuse(401, "UNAUTHENTICATED");
  if (apiOff) return refuse(403, "PERMISSION_DENIED");
  const [, of = "", within = "", name] =
    /^\/v1\/projects\/([^/]+)\/locations\/us\/repositories\/([^/]+)\/packages\/([^/]+)\/versions$/.exec(
      pathname,
    ) ?? [];
  const start = Number(searchParams.get("pageToken")?.replace("page-", "") ?? 0);
  const sendSome = (member: string, all: readonly unknown[]) =>
    sendJson(response, 200, {
      [member]: all.slice(start, start + 2),
      ...(start + 2 < all.length ? { nextPageToken: `page-${start + 2}` } : {}),
    });
  if (name !== undefined) {
    const versions = facts?.[`${of}/${within}/${decodeURIComponent(name)}`];
    if (versions === undefined) return refuse(404, "NOT_FOUND");
    return sendSome("versions", searchParams.get("view") === "FULL" ? versions : []);
  }
  const [, encoded = "", repository] =
    /^\/v1\/projects\/([^/]+)\/locations\/us\/repositories(?:\/([^/]+)\/packages)?$/.exec(pathname) ?? [];
  const project = decodeURIComponent(encoded);
  const held = projects[project];
  if (held === undefined) return refuse(404, "NOT_FOUND");
  const parent = `projects/${project}/locations/us/repositories`;
  const packages = (held[repository ?? ""] ?? []).map((name) => ({
    name: `${parent}/${repository}/packages/${encodeURIComponent(name)}`,
  }));
  const repositories = Object.keys(held).map((name) => ({
    name: `${parent}/${name}`,
    format: name.startsWith("npm") ? "NPM" : "DOCKER",
  }));
  const [member, all]: [string, readonly unknown[]] =
    repository === undefined ? ["repositories", repositories] : ["packages", packages];
  return sendSome(member, all);
}

function answerRegistry(
  { tags = new Map(), images = [] }: GoogleOptions,
  deleted: string[],
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): unknown {
  const { pathname } = urlOf(request);
  const { authorization, host } = request.headers;
  if (pathname === "/v2/token") {
    if (basicOf(request) !== `oauth2accesstoken:${accessToken}`)
      return sendError(response, 401, "UNAUTHORIZED");
    return sendJson(response, 200, { token: accessToken, expires_in: 3599 });
  }
  if (authorization !== `Bearer ${accessToken}`) {
    const challenge = `Bearer realm="http://${host}/v2/token",service="${host}"`;
    return response.writeHead(401, { "www-authenticate": challenge }).end();
  }
  if (pathname.endsWith("/tags/list")) {
    if (tags.size === 0) return listBelow(images, pathname, response);
    const manifest: Record<string, { tag: string[]; imageSizeBytes: string }> = {};
    for (const [tag, digest] of tags) {
      manifest[digest] = { tag: [...(manifest[digest]?.tag ?? []), tag], imageSizeBytes: "1" };
    }
    return sendJson(response, 200, { child: ["cache"], manifest, name: "app", tags: [...tags.keys()] });
  }
  if (request.method !== "DELETE") return next();
  const reference = pathname.split("/").at(-1) ?? "";
  if ([...tags.values()].includes(reference)) return sendError(response, 400, "GOOGLE_MANIFEST_DANGLING_TAG");
  tags.delete(reference);
  deleted.push(reference);
  return response.writeHead(202).end();
}

/** As `ls`: names of the next level, and manifests where an image has this very name. */
function listBelow(images: readonly string[], pathname: string, response: ServerResponse): ServerResponse {
  const name = pathname.slice("/v2/".length, -"/tags/list".length);
  const below = images.filter((image) => image.startsWith(`${name}/`));
  const child = [...new Set(below.map((image) => image.slice(name.length + 1).split("/")[0]))];
  if (child.length === 0 && !images.includes(name)) return sendError(response, 404, "NAME_UNKNOWN");
  // An image without a tag is one all the same.
  const manifest = images.includes(name) ? { [`sha256:${"0".repeat(64)}`]: { tag: [] } } : {};
  return sendJson(response, 200, { child, manifest, name, tags: [] });
}
