import { shortDigest } from "#lib/format.ts";
import { registryHref } from "../hrefs.ts";
import type { RailHost, RailRegistry } from "./types.ts";

export interface Crumb {
  readonly label: string;
  /** What a shortened label stands for. */
  readonly title?: string;
  /** Absent on the last one. */
  readonly href?: string;
  /** What stands before it. */
  readonly separator?: "/" | ":" | "@";
}

export interface Trail {
  readonly crumbs: readonly Crumb[];
  /** What docker would call this place: "harbor.acme.internal/payments/checkout:2.41.0". */
  readonly reference: string | null;
}

/** Names of our own pages, in the reader's language. */
export interface TrailWords {
  readonly overview: string;
  readonly search: string;
  readonly registries: string;
  readonly connect: string;
  readonly settings: string;
  readonly storage: string;
  readonly activity: string;
  readonly hosts: string;
  readonly jobs: string;
  readonly job: string;
  readonly workers: string;
  readonly audit: string;
  readonly people: string;
  readonly account: string;
}

/** Pages behind a registry's "/-/" that are about itself, and about a repository's. */
const ownPages = ["settings", "storage", "activity"] as const;

interface Places {
  readonly registries: readonly RailRegistry[];
  readonly hosts: readonly RailHost[];
}

const decode = (part: string) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** While rendering on the server a view's address is that of its folder (proxy.ts), with the repository last. */
function asShown(pathname: string): string {
  return pathname
    .replace(/^(\/registries\/[^/]+)\/-\/(tags|manifests)\/([^/]+)\/(.+)$/, "$1/$4/-/$2/$3")
    .replace(/^(\/registries\/[^/]+)\/-\/activity\/(.+)$/, "$1/$2/-/activity");
}

/** As much of a deep namespace as a bar has room for: the registry, what is left out, and the repository. */
export function folded(crumbs: readonly Crumb[]): readonly Crumb[] {
  const [first, ...rest] = crumbs;
  const between = rest.slice(0, -2);
  if (!first || between.length < 3) return crumbs;
  const title = between.map(({ label }) => label).join("/");
  return [first, { label: "…", title, separator: "/" }, ...rest.slice(-2)];
}

/** Where the reader is, from the address alone: the breadcrumb, and the reference it stands for. */
export function trailOf(pathname: string, { registries, hosts }: Places, words: TrailWords): Trail {
  const [first, second, ...rest] = asShown(pathname).split("/").filter(Boolean).map(decode);
  const plain = (...crumbs: Crumb[]): Trail => ({ crumbs, reference: null });
  switch (first) {
    case undefined:
      return plain({ label: words.overview });
    case "registries": {
      if (second === undefined) return plain({ label: words.registries });
      if (second === "connect")
        return plain({ label: words.registries, href: "/registries" }, { label: words.connect });
      const registry = registries.find(({ id }) => id === second);
      return registry
        ? registryTrail(registry, rest, words)
        : plain({ label: words.registries, href: "/registries" });
    }
    case "search":
      return plain({ label: words.search });
    case "hosts": {
      const host = hosts.find(({ id }) => id === second);
      return host
        ? plain({ label: words.hosts, href: "/hosts" }, { label: host.name })
        : plain({ label: words.hosts });
    }
    case "jobs":
      return second === undefined
        ? plain({ label: words.jobs })
        : plain(
            { label: words.jobs, href: "/jobs" },
            { label: second === "workers" ? words.workers : words.job },
          );
    case "audit":
      return plain({ label: words.audit });
    case "admin":
      return plain({ label: words.people });
    case "account":
      return plain({ label: words.account });
    default:
      return plain();
  }
}

function registryTrail(registry: RailRegistry, parts: readonly string[], words: TrailWords): Trail {
  const home = registryHref(registry.id);
  // "/-/" cannot stand in a repository's name, so what is before it is the name and what is behind it is ours.
  const ours = parts.indexOf("-");
  const name = ours < 0 ? parts : parts.slice(0, ours);
  const [view = "", ...what] = ours < 0 ? [] : parts.slice(ours + 1);
  const own = ownPages.find((page) => page === view);
  const repository = name.join("/");
  const repositoryHref = `${home}/${name.map(encodeURIComponent).join("/")}`;
  const reference = name.length > 0 ? `${registry.host}/${repository}` : registry.host;
  const end = what.join("/");
  const last: Crumb | null =
    view === "tags" && end !== ""
      ? { label: end, separator: ":" }
      : view === "manifests" && end !== ""
        ? { label: shortDigest(end), separator: "@" }
        : own !== undefined
          ? { label: words[own], separator: "/" }
          : null;
  const crumbs: Crumb[] = [{ label: registry.name, href: home }];
  name.forEach((label, index) => {
    const isRepository = index === name.length - 1;
    crumbs.push({ label, separator: "/", ...(isRepository ? { href: repositoryHref } : {}) });
  });
  if (last) crumbs.push(last);
  const here = crumbs.at(-1);
  if (here)
    crumbs[crumbs.length - 1] = {
      label: here.label,
      ...(here.separator ? { separator: here.separator } : {}),
    };
  return {
    crumbs,
    reference: own ? null : view && last ? `${reference}${last.separator}${end}` : reference,
  };
}
