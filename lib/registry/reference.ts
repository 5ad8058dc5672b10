import { AppError } from "../errors.ts";
import type { Digest, RepositoryName, Tag } from "./types.ts";

/** A reference taken apart, e.g. `localhost:5000/team/app:1.0@sha256:…`. */
export interface Reference {
  /** What `docker` writes before the repository: "docker.io", "localhost:5000", "[::1]:5000". */
  readonly domain: string;
  readonly repository: RepositoryName;
  readonly tag?: Tag;
  readonly digest?: Digest;
}

// The grammar of distribution/reference (regexp.go), anchored. Bounded separators keep every expression linear.
const pathComponent = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const repositoryPattern = new RegExp(`^${pathComponent}(?:/${pathComponent})*$`);
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/;
const domainComponent = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const domainPattern = new RegExp(
  `^(?:${domainComponent}(?:\\.${domainComponent})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`,
);
/** Docker refuses these names: they read as an image id. */
const bareIdPattern = /^[a-f0-9]{64}$/;

const maxNameLength = 255;
const maxReferenceLength = 1024;

/** True for a name the distribution spec allows; `..`, empty components and capitals are not. */
export function isRepositoryName(value: string): value is RepositoryName {
  return value.length <= maxNameLength && repositoryPattern.test(value);
}

/** True for a tag of 1–128 characters as the distribution spec allows. */
export function isTag(value: string): value is Tag {
  return tagPattern.test(value);
}

/** True for a sha256 or sha512 digest in lower-case hex. */
export function isDigest(value: string): value is Digest {
  return digestPattern.test(value);
}

/**
 * Every name passes here before a URL is built from it: `new URL("/v2/a/../../b")` collapses the dots silently.
 * Throws INVALID_INPUT.
 */
export function parseRepositoryName(value: string): RepositoryName {
  if (isRepositoryName(value)) return value;
  throw invalid("repository", value);
}

/** Throws INVALID_INPUT. */
export function parseTag(value: string): Tag {
  if (isTag(value)) return value;
  throw invalid("tag", value);
}

/** Throws INVALID_INPUT. */
export function parseDigest(value: string): Digest {
  if (isDigest(value)) return value;
  throw invalid("digest", value);
}

/**
 * Parses a whole reference. "familiar" completes as docker does (`nginx` is docker.io/library/nginx); "strict" wants
 * the domain spelled out. A missing tag stays missing: whether that means `latest` is the caller's decision.
 * Throws INVALID_INPUT.
 */
export function parseReference(input: string, mode: "familiar" | "strict" = "familiar"): Reference {
  // A digest alone would read as the tag of a repository called "sha256".
  if (input.length > maxReferenceLength || bareIdPattern.test(input) || isDigest(input))
    throw invalid("reference", input);
  const { name, tag, digest } = splitReference(input);
  const { domain, path } = mode === "strict" ? splitStrict(name) : splitFamiliar(name);
  if (domain === undefined || !domainPattern.test(domain)) throw invalid("reference", input);
  if (!isRepositoryName(path) || domain.length + 1 + path.length > maxNameLength) {
    throw invalid("repository", path);
  }
  if (tag !== undefined && !isTag(tag)) throw invalid("tag", tag);
  if (digest !== undefined && !isDigest(digest)) throw invalid("digest", digest);
  return {
    domain,
    repository: path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The strict form, as `docker pull` accepts it everywhere. */
export function formatReference(reference: Reference): string {
  const tag = reference.tag === undefined ? "" : `:${reference.tag}`;
  const digest = reference.digest === undefined ? "" : `@${reference.digest}`;
  return `${reference.domain}/${reference.repository}${tag}${digest}`;
}

function splitReference(input: string): { name: string; tag?: string; digest?: string } {
  const at = input.indexOf("@");
  const head = at === -1 ? input : input.slice(0, at);
  const digest = at === -1 ? undefined : input.slice(at + 1);
  // A colon before the last slash is a port, not a tag.
  const colon = head.lastIndexOf(":");
  const hasTag = colon > head.lastIndexOf("/");
  return {
    name: hasTag ? head.slice(0, colon) : head,
    ...(hasTag ? { tag: head.slice(colon + 1) } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}

function splitStrict(name: string): { domain?: string; path: string } {
  const slash = name.indexOf("/");
  return slash === -1 ? { path: name } : { domain: name.slice(0, slash), path: name.slice(slash + 1) };
}

/** splitDockerDomain of distribution/reference normalize.go. */
function splitFamiliar(name: string): { domain: string; path: string } {
  const slash = name.indexOf("/");
  const first = slash === -1 ? "" : name.slice(0, slash);
  const isDomain =
    first !== "" &&
    (first.includes(".") || first.includes(":") || first === "localhost" || first !== first.toLowerCase());
  const domain = isDomain ? first : "docker.io";
  const path = isDomain ? name.slice(slash + 1) : name;
  const canonical = domain === "index.docker.io" ? "docker.io" : domain;
  return { domain: canonical, path: canonical === "docker.io" ? completeHubName(path) : path };
}

/** Docker Hub's official images live below `library/`. */
export function completeHubName(path: string): string {
  return path === "" || path.includes("/") ? path : `library/${path}`;
}

function invalid(field: "repository" | "tag" | "digest" | "reference", value: string): AppError {
  return new AppError("INVALID_INPUT", `Not a valid ${field}: ${JSON.stringify(value.slice(0, 80))}`, {
    fields: { [field]: `${field}_invalid` },
  });
}
