"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import * as Radix from "radix-ui/dialog";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { SearchHits } from "#lib/catalog/index.ts";
import { getJson } from "../data-table/request.ts";
import { hostHref, registryHref, repositoryHref, tagHref } from "../hrefs.ts";
import { StatusDot } from "../ui/status-dot.tsx";
import type { ShellData } from "./types.ts";

interface PaletteProps extends ShellData {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const nothing: SearchHits = { registries: [], repositories: [], tags: [] };

/** Anywhere by typing: pages, registries, hosts at once; repositories and tags from the index. */
export default function Palette({ rights, registries, hosts, open, onOpenChange }: PaletteProps) {
  const t = useTranslations("shell");
  const router = useRouter();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const { data: hits = nothing, isFetching } = useQuery({
    queryKey: ["search", wanted],
    queryFn: ({ signal }) => getJson<SearchHits>(`/api/v1/search?q=${encodeURIComponent(wanted)}`, signal),
    enabled: open && wanted.length > 1,
    placeholderData: (before) => before,
    retry: false,
  });
  const go = (href: string) => {
    onOpenChange(false);
    setText("");
    router.push(href);
  };
  const pages = [
    { href: "/", label: t("overview") },
    { href: "/registries", label: t("registries") },
    ...(rights.connectRegistry ? [{ href: "/registries/connect", label: t("connect") }] : []),
    { href: "/jobs", label: t("jobs") },
    ...(rights.audit ? [{ href: "/audit", label: t("audit") }] : []),
    ...(rights.users ? [{ href: "/admin/users", label: t("people") }] : []),
    { href: "/account", label: t("account") },
  ];
  const found = wanted.length > 1 ? hits : nothing;

  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[max(1rem,12vh)] z-50 mx-auto max-w-xl animate-enter overflow-hidden rounded-lg border border-line bg-surface shadow-dialog"
        >
          <Radix.Title className="sr-only">{t("search")}</Radix.Title>
          <Command label={t("search")} loop>
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
              <Command.Input
                value={text}
                onValueChange={setText}
                placeholder={t("searchPlaceholder")}
                className="h-12 w-full bg-transparent text-base outline-none placeholder:text-ink-3"
              />
            </div>
            <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-ink-3 text-sm">
                {isFetching ? t("searching") : t("nothingFound")}
              </Command.Empty>
              <Group heading={t("registries")} show={registries.length > 0}>
                {registries.map((registry) => (
                  <Item
                    key={registry.id}
                    value={`${registry.name} ${registry.host} ${registry.id}`}
                    onSelect={() => go(registryHref(registry.id))}
                  >
                    <StatusDot status={registry.status} label={t(`status.${registry.status}`)} />
                    {registry.name}
                    <Hint>{registry.host}</Hint>
                  </Item>
                ))}
              </Group>
              <Group heading={t("repositories")} show={found.repositories.length > 0}>
                {found.repositories.map((hit) => (
                  <Item
                    key={`${hit.registryId}/${hit.name}`}
                    // The server chose; cmdk must not filter again with its own idea of a match.
                    value={`${wanted} ${hit.registryId}/${hit.name}`}
                    onSelect={() => go(repositoryHref(hit.registryId, hit.name))}
                  >
                    <span className="truncate font-mono">{hit.name}</span>
                    <Hint>{hit.registry}</Hint>
                  </Item>
                ))}
              </Group>
              <Group heading={t("tags")} show={found.tags.length > 0}>
                {found.tags.map((hit) => (
                  <Item
                    key={`${hit.registryId}/${hit.repository}:${hit.name}`}
                    value={`${wanted} ${hit.registryId}/${hit.repository}:${hit.name}`}
                    onSelect={() => go(tagHref(hit.registryId, hit.repository, hit.name))}
                  >
                    <span className="truncate font-mono">
                      {hit.repository}:<b className="font-semibold">{hit.name}</b>
                    </span>
                    <Hint>{hit.registry}</Hint>
                  </Item>
                ))}
              </Group>
              <Group heading={t("hosts")} show={hosts.length > 0}>
                {hosts.map((host) => (
                  <Item
                    key={host.id}
                    value={`${host.name} ${host.id}`}
                    onSelect={() => go(hostHref(host.id))}
                  >
                    {host.name}
                  </Item>
                ))}
              </Group>
              <Group heading={t("pages")} show>
                {pages.map((page) => (
                  <Item key={page.href} value={`${page.label} ${page.href}`} onSelect={() => go(page.href)}>
                    {page.label}
                  </Item>
                ))}
              </Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Group({ heading, show, children }: { heading: string; show: boolean; children: ReactNode }) {
  if (!show) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-sunk"
    >
      {children}
    </Command.Item>
  );
}

function Hint({ children }: { children: ReactNode }) {
  return <span className="ml-auto max-w-1/2 truncate text-ink-3 text-xs">{children}</span>;
}
