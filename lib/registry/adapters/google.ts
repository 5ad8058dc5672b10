import { AppError } from "../../errors.ts";
import type { Meaning } from "../answer-errors.ts";
import { isObject, objectsOf, stringOf } from "../json.ts";
import { isListingRefused, type ListedPage } from "../listing.ts";
import type { ProductApi } from "../product-api.ts";
import { parseServiceAccount, type ServiceAccount, signAssertion } from "../signing/service-account.ts";
import type { RegistryTarget, RequestOptions } from "../types.ts";
import { type Adapter, namespacesOf, type TemporaryLogin } from "./adapter.ts";
import { pageByTokenIn } from "./paging.ts";
import { factOf, factsIn } from "./tag-facts.ts";

const packagePattern = /^([a-z0-9-]+)-docker\.pkg\.dev$/;
/** Container Registry's hosts are repositories of Artifact Registry now, each in a place of its own. */
const containerRegistry = new Map([
  ["gcr.io", "us"],
  ["us.gcr.io", "us"],
  ["eu.gcr.io", "europe"],
  ["asia.gcr.io", "asia"],
]);

interface Place {
  readonly location: string;
  /** The one repository of the host, which stands in no name. */
  readonly repository?: string;
}

function placeOf(endpoint: string): Place | null {
  const { hostname, protocol } = new URL(endpoint);
  const repositoryPlace = containerRegistry.get(hostname);
  if (repositoryPlace !== undefined) return { location: repositoryPlace, repository: hostname };
  const location = packagePattern.exec(hostname)?.[1];
  if (location !== undefined) return { location };
  // Google has no http: what has is an emulator, with everything at one address.
  return protocol === "http:" ? { location: "us" } : null;
}

function isGoogles(hostname: string): boolean {
  return packagePattern.test(hostname) || containerRegistry.has(hostname);
}

function originAt(known: string): (target: RegistryTarget) => string {
  return ({ endpoint }) => {
    const { protocol, origin } = new URL(endpoint);
    return protocol === "https:" ? known : origin;
  };
}

/** docker's user for a key as a file, and for the same in base64. */
const keyUsers = new Set(["_json_key", "_json_key_base64"]);

function holdsKey({ credential }: RegistryTarget): boolean {
  return credential.kind === "basic" && keyUsers.has(credential.username);
}

function accountOf({ credential }: RegistryTarget): ServiceAccount {
  const { username, secret } = credential.kind === "basic" ? credential : { username: "", secret: "" };
  const json = username === "_json_key_base64" ? Buffer.from(secret, "base64").toString("utf8") : secret;
  return parseServiceAccount(json);
}

/** Projects, or single repositories of them, as names begin; the key's own project when none is named. */
function spacesOf(target: RegistryTarget): readonly string[] {
  const named = namespacesOf(target);
  return named.length > 0 || !holdsKey(target) ? named : [accountOf(target).projectId].filter(Boolean);
}

const tokenOrigin = originAt("https://oauth2.googleapis.com");

const login: TemporaryLogin = {
  origin: tokenOrigin,
  headers: () => ({}),
  failure: oauthFailure,
  issue: async (api, target, options) => {
    const scope = "https://www.googleapis.com/auth/cloud-platform";
    // Good there and nowhere else, whoever gets to see it.
    const audience = `${tokenOrigin(target)}/token`;
    const assertion = signAssertion(accountOf(target), scope, audience, new Date());
    const form = new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion,
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const { body } = await api.ask({ path: ["token"], query: {}, headers, body: form.toString() }, options);
    const { access_token, expires_in } = isObject(body) ? body : {};
    return {
      username: "oauth2accesstoken",
      secret: stringOf(access_token) ?? "",
      lifetime: Number(expires_in),
    };
  },
};

/**
 * Google Artifact Registry, and Container Registry's hosts on it. A service account's key is exchanged for an access token of an
 * hour, which /v2/ takes as oauth2accesstoken and the API as a bearer. A manifest is not deleted while a tag is on it
 * (GOOGLE_MANIFEST_DANGLING_TAG), so tags go first. Without the API, lists of tags name what is below (`child`). A project of a
 * domain, example.com:team, is example.com/team in references (https://cloud.google.com/artifact-registry/docs/docker/names).
 * API: https://cloud.google.com/artifact-registry/docs/reference/rest/v1/projects.locations.repositories/list, …packages/list,
 * …packages.versions/list (a version is a manifest; of its tags a hundred are told, and no pulls),
 * https://developers.google.com/identity/protocols/oauth2/service-account.
 */
export const google: Adapter = {
  product: "google",
  list: (target) => {
    const listed = target.credential.kind === "basic" && placeOf(target.endpoint) !== null;
    return listed && (holdsKey(target) || namespacesOf(target).length > 0) ? "namespace" : "pinned";
  },
  offers: { deleteTag: "registry", deleteDigest: "registry", referrers: "unknown" },
  settings: "namespaces",
  temporaryLogin: (target) => (holdsKey(target) ? login : null),
  untagsFirst: true,
  api: {
    origin: originAt("https://artifactregistry.googleapis.com"),
    takesTemporaryLogin: true,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "basic" ? { authorization: `Bearer ${credential.secret}` } : {},
    async *listRepositories(api, target, options, below) {
      const place = placeOf(target.endpoint);
      for (const typed of place === null ? [] : spacesOf(target)) {
        const space = spaceOf(typed);
        const root = [space.prefix, ...space.rest].join("/");
        if (place !== null) yield* orBelow(packagesOf(api, place, space, options), below(root));
      }
    },
    async *listTagFacts(api, target, repository, options) {
      const place = placeOf(target.endpoint);
      if (place === null || target.credential.kind === "anonymous") return;
      const { project, rest } = spaceOf(repository);
      const [own = "", ...name] = place.repository === undefined ? rest : [place.repository, ...rest];
      const parent = ["v1", "projects", project, "locations", place.location, "repositories", own];
      const path = [...parent, "packages", name.join("/"), "versions"];
      const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.versions : []);
      const list = { ...paged, path, query: { pageSize: "500", view: "FULL" }, itemsOf };
      yield* factsIn(api.listItems(list, options), (version) =>
        objectsOf(version.relatedTags).flatMap((tag) =>
          factOf(lastOfName(tag), { digest: lastOfName(version), pushedAt: version.createTime }),
        ),
      );
    },
  },
  pageSize: 1000,
  ownsHost: isGoogles,
  recognise: ({ endpoint }) => (isGoogles(endpoint.hostname) ? "Google Artifact Registry" : null),
  completeName: (name) => name,
};

interface Space {
  /** As the API calls it: "team-1", "example.com:team-1". */
  readonly project: string;
  /** As references do, without a colon. */
  readonly prefix: string;
  /** What follows in the name: a repository, below it a package. */
  readonly rest: readonly string[];
}

/** Only the name of a domain has a dot; what follows it is still the project. */
function spaceOf(name: string): Space {
  const parts = name.replace(":", "/").split("/");
  const project = parts.splice(0, parts[0]?.includes(".") ? 2 : 1);
  return { project: project.join(":"), prefix: project.join("/"), rest: parts };
}

async function* packagesOf(
  api: ProductApi,
  place: Place,
  { project, prefix, rest }: Space,
  options: RequestOptions | undefined,
): AsyncGenerator<ListedPage> {
  const parent = ["v1", "projects", project, "locations", place.location, "repositories"];
  const single = place.repository ?? rest[0];
  const repositories = single === undefined ? await repositoriesIn(api, parent, prefix, options) : [single];
  for (const one of repositories) {
    const before = place.repository === undefined ? `${prefix}/${one}` : prefix;
    const list = { path: [...parent, one, "packages"], namespace: prefix, ...paged };
    yield* api.listNames({ ...list, namesOf: (body) => packagesIn(body, before) }, options);
  }
}

/** Where the API is switched off, not allowed, or does not know the place: /v2/ tells what is below a name. Not that of all names. */
async function* orBelow(
  listed: AsyncIterable<ListedPage>,
  below: AsyncIterable<ListedPage>,
): AsyncGenerator<ListedPage> {
  try {
    yield* listed;
  } catch (error) {
    if (!cannotList(error)) throw error;
    try {
      yield* below;
    } catch (reason) {
      throw cannotList(reason) ? error : reason;
    }
  }
}

function cannotList(error: unknown): boolean {
  const unknown = error instanceof AppError && error.reason === "namespace_unknown";
  return unknown || isListingRefused(error);
}

const paged = { query: { pageSize: "1000" }, next: pageByTokenIn("nextPageToken", "pageToken") };

async function repositoriesIn(
  api: ProductApi,
  path: readonly string[],
  namespace: string,
  options: RequestOptions | undefined,
): Promise<string[]> {
  const found: string[] = [];
  const itemsOf = (body: unknown) => objectsOf(isObject(body) ? body.repositories : []);
  for await (const { items } of api.listItems({ path, namespace, ...paged, itemsOf }, options)) {
    // A page without any for Docker is not the last one.
    found.push(...items.filter(({ format }) => format === "DOCKER").map(lastOfName));
  }
  return found;
}

function packagesIn(body: unknown, prefix: string): string[] {
  return objectsOf(isObject(body) ? body.packages : []).map((one) => `${prefix}/${lastOfName(one)}`);
}

/** "projects/p/locations/us/repositories/r/packages/app%2Fweb": the last part, whose slashes are escaped. */
function lastOfName({ name }: Readonly<Record<string, unknown>>): string {
  const last = (stringOf(name) ?? "").split("/").at(-1) ?? "";
  return last.replaceAll(/%2f/gi, "/");
}

/** RFC 6749 section 5.2: a key that was deleted or disabled, an account that is gone. */
function oauthFailure(body: unknown): Meaning | undefined {
  const refused = isObject(body) && ["invalid_grant", "invalid_client"].includes(stringOf(body.error) ?? "");
  return refused ? ["REGISTRY_UNAUTHORIZED", "credentials_refused"] : undefined;
}
