import { isIP } from "node:net";
import { AppError } from "../../errors.ts";
import type { RegistryTarget } from "../types.ts";

/** Token servers that are known to belong to a registry on another site. */
const builtInPairs: readonly (readonly [registry: RegExp, tokenHost: RegExp])[] = [
  [/(^|\.)docker\.io$/, /^auth\.docker\.io$/],
  [/\.pkg\.dev$/, /^oauth2\.googleapis\.com$/],
  [/\.azurecr\.io$/, /^login\.microsoftonline\.com$/],
  // With a region or without; not oss-REGION: there anybody may have a bucket of this name.
  [/\.aliyuncs\.com$/, /^dockerauth(-ee)?(-vpc|-internal)?(\.(?!oss-)[a-z0-9-]+)?\.aliyuncs\.com$/],
];

/** Under these names strangers sit side by side: sharing one means nothing. */
const sharedSuffixes = new Set(
  (
    "amazonaws.com amazonaws.com.cn aliyuncs.com azurecr.io azurewebsites.net cloudapp.net cloudfront.net " +
    "digitaloceanspaces.com fly.dev github.io gitlab.io googleapis.com herokuapp.com myhuaweicloud.com " +
    "myqcloud.com netlify.app ngrok.io ngrok.app ngrok-free.app onrender.com pages.dev pkg.dev railway.app " +
    "run.app sslip.io nip.io tencentcloudcr.com trycloudflare.com vercel.app workers.dev cloudapp.azure.com " +
    "duckdns.org dyndns.org no-ip.org jfrog.io ts.net"
  ).split(" "),
);
const secondLevel = new Set(["ac", "co", "com", "edu", "go", "gob", "gov", "mil", "ne", "net", "or", "org"]);

export interface Realm {
  readonly url: URL;
  /** An administrator named this origin, or it is the registry's own: private addresses are as allowed as there. */
  readonly trusted: boolean;
}

/**
 * Decides whether the token server a registry names may be asked, and with the credential. The registry's word alone
 * is worth nothing: a realm is how hostile or hijacked registries collect passwords (CVE-2026-33540, ggcr #2193).
 * Throws REGISTRY_UNAUTHORIZED/token_host_unapproved with params {tokenHost} when an administrator has to decide, and
 * REGISTRY_REJECTED/unexpected_answer for realms nobody should approve.
 */
export function checkRealm(realm: string, target: RegistryTarget): Realm {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  const endpoint = new URL(target.endpoint);
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refused("The registry names a token server that is not a web address");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused("The registry names a token server with a user in its address");
  }
  if (url.protocol === "http:" && endpoint.protocol === "https:") {
    throw refused("An https registry names a token server without https");
  }
  const approved = target.tokenHosts.some(
    (host) => URL.canParse(host) && new URL(host).origin === url.origin,
  );
  const trusted = approved || url.origin === endpoint.origin;
  if (!trusted && target.credential.kind !== "anonymous" && !isSameSite(endpoint.hostname, url.hostname)) {
    throw tokenHostUnapproved(url);
  }
  return { url, trusted };
}

/** The administrator's decision is needed before anything is sent to this origin. */
export function tokenHostUnapproved(url: URL): AppError {
  return new AppError("REGISTRY_UNAUTHORIZED", `Token server ${url.origin} is on another site`, {
    reason: "token_host_unapproved",
    params: { tokenHost: url.origin },
  });
}

/** Same host, same registrable domain, or a known pair. IP addresses and bare names are only ever equal to themselves. */
export function isSameSite(registry: string, tokenHost: string): boolean {
  if (registry === tokenHost) return true;
  if (builtInPairs.some(([from, to]) => from.test(registry) && to.test(tokenHost))) return true;
  const domain = registrableDomain(registry);
  return domain !== null && domain === registrableDomain(tokenHost);
}

/** Errs on the narrow side: where this list does not know a suffix's owner, the administrator is asked. */
function registrableDomain(hostname: string): string | null {
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) return null;
  const labels = hostname.toLowerCase().replace(/\.$/, "").split(".");
  for (let length = 1; length < labels.length; length += 1) {
    const suffix = labels.slice(-length).join(".");
    const owner = labels.slice(-length - 1).join(".");
    if (length === 1 && labels.length === 2) return sharedSuffixes.has(owner) ? null : owner;
    if (isPublicSuffix(suffix) && !isPublicSuffix(owner)) return owner;
  }
  return null;
}

function isPublicSuffix(suffix: string): boolean {
  const labels = suffix.split(".");
  if (labels.length === 1 || sharedSuffixes.has(suffix)) return true;
  if (labels.some((_, index) => sharedSuffixes.has(labels.slice(index).join(".")))) return true;
  return labels.length === 2 && (labels[1]?.length ?? 0) === 2 && secondLevel.has(labels[0] ?? "");
}

function refused(message: string): AppError {
  return new AppError("REGISTRY_REJECTED", message, { reason: "unexpected_answer" });
}
