import { AppError, type ValidationKey } from "../errors.ts";
import { formatReference, isRepositoryName, type Reference } from "./reference.ts";
import type { RepositoryName } from "./types.ts";

/** Where Docker Hub's /v2/ really is; every other spelling of Docker Hub leads here. */
export const dockerHubEndpoint = "https://registry-1.docker.io";

const dockerHubHosts = new Set([
  "docker.io",
  "www.docker.io",
  "hub.docker.com",
  "index.docker.io",
  "registry.docker.io",
  "registry-1.docker.io",
  "registry.hub.docker.com",
]);

export interface NormalizedEndpoint {
  /** Canonical scheme://host[:port][/prefix]: lower-case host, no default port, no trailing slash, no /v2. */
  readonly endpoint: string;
  /** Offered when no scheme was typed: the same address over plain HTTP. */
  readonly alternative?: string;
}

/**
 * Reads what people type or paste as a registry's address. Throws INVALID_INPUT with `fields.endpoint` one of
 * endpoint_empty, endpoint_invalid, endpoint_scheme, endpoint_userinfo, endpoint_query, endpoint_path.
 */
export function normalizeEndpoint(input: string): NormalizedEndpoint {
  const text = input.trim();
  if (text === "") throw invalid("endpoint_empty", input);
  // `localhost:5000` would parse as the scheme "localhost:", so a scheme counts only with its slashes.
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "https" && scheme !== "http") {
    throw invalid("endpoint_scheme", input);
  }
  const rest = scheme === undefined ? text.replace(/^\/\//, "") : text.slice(scheme.length + 3);
  if (/[?#]/.test(rest)) throw invalid("endpoint_query", input);
  const slash = rest.indexOf("/");
  const authority = slash === -1 ? rest : rest.slice(0, slash);
  if (authority.includes("@")) throw invalid("endpoint_userinfo", input);
  const prefix = parsePrefix(slash === -1 ? "" : rest.slice(slash), input);
  const url = parseAuthority(`${scheme ?? "https"}://${bracketIpv6(authority)}`, input);
  if (dockerHubHosts.has(url.hostname)) return { endpoint: dockerHubEndpoint };
  const endpoint = url.origin + prefix;
  if (scheme !== undefined) return { endpoint };
  return {
    endpoint,
    alternative: parseAuthority(`http://${bracketIpv6(authority)}`, input).origin + prefix,
  };
}

/** What docker writes before a repository of this endpoint: "docker.io", "host:5000", "host/prefix". */
export function registryHost(endpoint: string): string {
  const url = new URL(endpoint);
  if (dockerHubHosts.has(url.hostname)) return "docker.io";
  return url.host + url.pathname.replace(/\/$/, "");
}

/**
 * Whether two addresses are the same registry: same scheme, host, port and path prefix after normalisation. The one
 * test by which a credential is chosen. Never a prefix comparison: `registry.example.com.evil` starts with
 * `registry.example.com` (Portainer #6087). What cannot be read is no registry's address.
 */
export function sameRegistry(a: string, b: string): boolean {
  try {
    return normalizeEndpoint(a).endpoint === normalizeEndpoint(b).endpoint;
  } catch {
    return false;
  }
}

/**
 * The repository an image reference names inside this registry, or null when it names another one. Use it to choose
 * the credential for an image: the domain must be exactly the registry's, path prefix included.
 */
export function repositoryIn(endpoint: string, reference: Reference): RepositoryName | null {
  const host = `${registryHost(endpoint)}/`;
  const { domain, repository } = reference;
  const full = formatReference({ domain: domain.toLowerCase(), repository });
  if (!full.startsWith(host)) return null;
  const rest = full.slice(host.length);
  return isRepositoryName(rest) ? rest : null;
}

/** `/v1/` and `/v2/` are the API's, not the registry's; every other path is a prefix (Artifactory, GitLab proxies). */
function parsePrefix(path: string, input: string): string {
  const trimmed = path.replace(/\/+$/, "").replace(/\/v[12]$/, "");
  if (trimmed === "") return "";
  const components = trimmed.slice(1).split("/");
  const safe = components.every((part) => /^[A-Za-z0-9._~-]+$/.test(part) && part !== "." && part !== "..");
  if (!safe || trimmed.length > 200) throw invalid("endpoint_path", input);
  return `/${components.join("/")}`;
}

function parseAuthority(text: string, input: string): URL {
  // The URL parser repairs backslashes, tabs and blanks; an address with them is a mistake or a trick.
  if (/[\s\\%]/.test(text) || !URL.canParse(text)) throw invalid("endpoint_invalid", input);
  const url = new URL(text);
  if (url.hostname === "" || url.hostname.length > 253) throw invalid("endpoint_invalid", input);
  return url;
}

/** `fe80::1` pasted without brackets. More than one colon cannot be host:port. */
function bracketIpv6(authority: string): string {
  return /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i.test(authority) ? `[${authority}]` : authority;
}

function invalid(key: ValidationKey, input: string): AppError {
  // The input may hold a password before an "@": it is not repeated.
  return new AppError("INVALID_INPUT", `Registry address refused: ${key} (${input.length} characters)`, {
    fields: { endpoint: key },
  });
}
