import { useTranslations } from "next-intl";
import { hostHref, registryHref } from "../hrefs.ts";
import { type FuzzyMatch, fuzzyMatch } from "./fuzzy.ts";
import { recentPaths } from "./recent.ts";
import { themes } from "./theme.ts";
import { trailOf } from "./trail.ts";
import type { RailRegistry, ShellActs, ShellData } from "./types.ts";
import { useTrailWords } from "./use-trail-words.ts";

/** Something the palette offers without asking the server. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Other words it is found by, of both languages. */
  readonly aliases?: string;
  readonly registry?: RailRegistry;
  readonly run: () => void;
}

export interface Offered extends Entry {
  /** Of its `fuzzyMatch`; half a rank less where another word of it was meant. */
  readonly rank: number;
  readonly ranges: FuzzyMatch["ranges"];
}

/** Those that fit, the best first; all of them for no text. */
export function fitting(entries: readonly Entry[], text: string): readonly Offered[] {
  if (text === "") return entries.map((entry) => ({ ...entry, rank: 0, ranges: [] }));
  return entries
    .flatMap((entry) => {
      const label = fuzzyMatch(entry.label, text);
      const other = fuzzyMatch(`${entry.hint ?? ""} ${entry.aliases ?? ""}`, text);
      // Scattered letters in a row of aliases mean nothing.
      const rank = Math.max(label?.rank ?? 0, other && other.rank > 2 ? other.rank - 0.5 : 0);
      return rank > 0 ? [{ ...entry, rank, ranges: label?.ranges ?? [] }] : [];
    })
    .sort((a, b) => b.rank - a.rank);
}

/** Where this person was last, as far as those places still stand in the rail. */
export function useRecent({ user, registries, hosts }: ShellData, go: (path: string) => void): Entry[] {
  const words = useTrailWords();
  return recentPaths(user.username).flatMap((path) => {
    const { crumbs } = trailOf(path, { registries, hosts }, words);
    const [place, ...inside] = crumbs;
    const known = [...registries, ...hosts].some(({ id }) => path.split("/")[2] === id);
    if (!place || !known) return [];
    const isHost = path.startsWith("/hosts/");
    const within = inside
      .map(({ label, separator }, index) => (index > 0 ? (separator ?? "") : "") + label)
      .join("");
    const [label, hint] = within === "" || isHost ? [within || place.label, ""] : [within, place.label];
    return [{ id: `recent ${path}`, label, hint, run: () => go(path) }];
  });
}

/** Registries, hosts and pages. */
export function usePlaces({ rights, registries, hosts }: ShellData, go: (path: string) => void) {
  const t = useTranslations("shell");
  const page = (
    name: "overview" | "searchPage" | "registries" | "hosts" | "jobs" | "audit" | "people" | "account",
    path: string,
  ) => ({
    id: path,
    label: t(name),
    aliases: t(`aliases.${name}`),
    run: () => go(path),
  });
  return {
    registries: registries.map(
      (registry): Entry => ({
        id: registry.id,
        label: registry.name,
        hint: registry.host,
        registry,
        run: () => go(registryHref(registry.id)),
      }),
    ),
    hosts: hosts.map(({ id, name }): Entry => ({ id, label: name, run: () => go(hostHref(id)) })),
    pages: [
      page("overview", "/"),
      page("searchPage", "/search"),
      page("registries", "/registries"),
      page("hosts", "/hosts"),
      page("jobs", "/jobs"),
      ...(rights.audit ? [page("audit", "/audit")] : []),
      ...(rights.users ? [page("people", "/admin/users")] : []),
      page("account", "/account"),
    ] satisfies Entry[],
  };
}

/** What the index does not have, the registries may. */
export function useFarSearch(go: (path: string) => void): (text: string) => readonly Offered[] {
  const t = useTranslations("shell");
  return (text) => {
    if (text === "") return [];
    const run = () => go(`/search?${new URLSearchParams({ q: text })}`);
    return [{ id: "search-for", label: t("acts.searchFor", { text }), rank: 0, ranges: [], run }];
  };
}

/** What can be done from anywhere; only what this person may. `current` is the registry whose page is open. */
export function useActs(
  { rights }: ShellData,
  acts: ShellActs,
  current: RailRegistry | undefined,
  go: (path: string) => void,
): Entry[] {
  const t = useTranslations("shell");
  return [
    ...(rights.pull
      ? [{ id: "pull", label: t("acts.pull"), aliases: t("aliases.pull"), run: acts.pull }]
      : []),
    ...(rights.refresh && current
      ? [
          {
            id: "refresh",
            label: t("acts.refresh", { registry: current.name }),
            aliases: t("aliases.refresh"),
            run: () => acts.refreshRegistry(current),
          },
        ]
      : []),
    ...(rights.connectRegistry
      ? [
          {
            id: "connect",
            label: t("connect"),
            aliases: t("aliases.connect"),
            run: () => go("/registries/connect"),
          },
        ]
      : []),
    ...(rights.users
      ? [
          {
            id: "add-person",
            label: t("acts.addPerson"),
            aliases: t("aliases.addPerson"),
            run: () => go("/admin/users?add=1"),
          },
        ]
      : []),
    ...themes.map((theme) => ({
      id: `theme ${theme}`,
      label: t("acts.theme", { theme: t(`themes.${theme}`) }),
      aliases: t("aliases.theme"),
      run: () => acts.setTheme(theme),
    })),
    ...acts.locales.map(({ code, name }) => ({
      id: `language ${code}`,
      label: t("acts.language", { language: name }),
      aliases: t("aliases.language"),
      run: () => acts.setLocale(code),
    })),
    { id: "sign-out", label: t("signOut"), aliases: t("aliases.signOut"), run: acts.signOut },
  ];
}
