"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import * as Radix from "radix-ui/dialog";
import { type KeyboardEvent, useDeferredValue, useState } from "react";
import { errorOf } from "../data-table/request.ts";
import { useErrorWords } from "../feedback/error-words.ts";
import { Button } from "../ui/button.tsx";
import { isComposing } from "../ui/key-target.ts";
import { StatusDot } from "../ui/status-dot.tsx";
import { useFocusReturn } from "../ui/use-focus-return.ts";
import { fitting, type Offered, useActs, useFarSearch, usePlaces, useRecent } from "./palette-entries.ts";
import { type Hit, hitsFor, useHits } from "./palette-hits.ts";
import { Group, Item, Marked } from "./palette-item.tsx";
import type { ShellActs, ShellData } from "./types.ts";

interface PaletteProps extends ShellData {
  acts: ShellActs;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

type LocalGroup = readonly [heading: string, entries: readonly Offered[]];

const idOf = (heading: string, { id }: Offered) => `${heading} ${id}`;
const idsOf = (groups: readonly LocalGroup[]) =>
  groups.flatMap(([heading, entries]) => entries.map((entry) => idOf(heading, entry)));

/** Anywhere, and anything that can be done from anywhere, by typing. What needs no server stands first and does not move. */
export default function Palette({ acts, open, onOpenChange, ...data }: PaletteProps) {
  const t = useTranslations("shell");
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        <Radix.Content
          {...focusReturn}
          onEscapeKeyDown={(event) => isComposing(event) && event.preventDefault()}
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[max(1rem,12vh)] z-50 mx-auto max-w-xl animate-enter overflow-hidden rounded-lg border border-line bg-surface shadow-dialog"
        >
          <Radix.Title className="sr-only">{t("search")}</Radix.Title>
          <Finder {...data} acts={acts} close={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Lives as long as the palette is open: the next opening starts empty. */
function Finder({ acts, close, ...data }: ShellData & { acts: ShellActs; close: () => void }) {
  const t = useTranslations("shell");
  const list = useTranslations("ui.list");
  const words = useErrorWords();
  const router = useRouter();
  const here = usePathname().split("/")[2];
  const [text, setText] = useState("");
  const wanted = text.trim();
  const asked = useDeferredValue(wanted);
  const found = useHits(asked);
  const leave = (act: () => void) => () => {
    close();
    act();
  };
  const go = (path: string) => router.push(path);
  const places = usePlaces(data, go);
  const recent = useRecent(data, go);
  const offered = useActs(
    data,
    acts,
    data.registries.find(({ id }) => id === here),
    go,
  );
  const elsewhere = useFarSearch(go)(wanted);
  const local: readonly LocalGroup[] = [
    [t("recent"), wanted === "" ? fitting(recent, "") : []],
    [t("registries"), fitting(places.registries, wanted)],
    [t("hosts"), fitting(places.hosts, wanted)],
    [t("pages"), fitting(places.pages, wanted)],
    [t("actions"), fitting(offered, wanted)],
    [t("searchPage"), elsewhere],
  ];
  const hits = hitsFor(found.data, wanted, asked === wanted && !found.isPlaceholderData);
  const remote: readonly (readonly [string, readonly Hit[]])[] = [
    [t("repositories"), hits.repositories],
    [t("tags"), hits.tags],
    [t("images"), hits.images],
  ];
  // What merely has the letters in it stands behind what the server found by name.
  const isNear = ([, [best]]: LocalGroup) => wanted === "" || (best !== undefined && best.rank > 2);
  const near = local.filter(isNear);
  const far = local.filter((group) => !isNear(group));
  const ids = [
    ...idsOf(near),
    ...remote.flatMap(([, found]) => found.map(({ path }) => path)),
    ...idsOf(far),
  ];
  // That one may look elsewhere is nothing that was found.
  const count = ids.length - elsewhere.length;
  const choice = useChoice(ids);

  return (
    <Command
      label={t("search")}
      loop
      shouldFilter={false}
      // Its Ctrl+K would move up while ours closes.
      vimBindings={false}
      {...choice.command}
    >
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
        <Command.Input
          value={text}
          onValueChange={(next) => {
            setText(next);
            choice.best();
          }}
          placeholder={t("searchPlaceholder")}
          className="h-12 w-full bg-transparent text-base outline-none placeholder:text-ink-3"
        />
      </div>
      <p role="status" className="sr-only">
        {wanted === "" || found.isFetching ? "" : t("results", { count })}
      </p>
      <Command.List className="max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5">
        {count === 0 ? (
          <p className="px-3 py-8 text-center text-ink-3 text-sm">
            {found.isFetching ? t("searching") : t("nothingFound")}
          </p>
        ) : null}
        <LocalGroups groups={near} leave={leave} />
        {remote.map(([heading, found]) => (
          <Group key={heading} heading={heading}>
            {found.map(({ path, registry, text: name, ranges, because }) => (
              <Item key={path} id={path} onSelect={leave(() => go(path))} hint={registry}>
                <span className="flex min-w-0 flex-col py-1 font-mono">
                  <Marked text={name} ranges={ranges} />
                  {because ? <span className="truncate text-ink-3 text-xs">{because}</span> : null}
                </span>
              </Item>
            ))}
          </Group>
        ))}
        <LocalGroups groups={far} leave={leave} />
      </Command.List>
      {found.isError ? (
        <div
          role="alert"
          className="flex items-center justify-between gap-3 border-line border-t px-4 py-2 text-danger text-sm"
        >
          {words(errorOf(found.error)).title}
          <Button
            size="sm"
            onClick={() => void found.refetch()}
            // Enter would go to the chosen entry.
            onKeyDown={(event) => event.key === "Enter" && event.stopPropagation()}
          >
            {list("tryAgain")}
          </Button>
        </div>
      ) : null}
    </Command>
  );
}

/** The best is chosen until somebody moves: what arrives later must not leave the choice on something worse. */
function useChoice(ids: readonly string[]) {
  const [moved, setMoved] = useState(false);
  const [chosen, setChosen] = useState("");
  return {
    best: () => setMoved(false),
    command: {
      value: moved && ids.includes(chosen) ? chosen : (ids[0] ?? ""),
      onValueChange: setChosen,
      onKeyDown: (event: KeyboardEvent) => /^(Arrow|Home|End)/.test(event.key) && setMoved(true),
      onPointerMove: () => setMoved(true),
    },
  };
}

interface LocalGroupsProps {
  groups: readonly LocalGroup[];
  leave: (act: () => void) => () => void;
}

function LocalGroups({ groups, leave }: LocalGroupsProps) {
  const t = useTranslations("shell");
  return groups.map(([heading, entries]) => (
    <Group key={heading} heading={heading}>
      {entries.map((entry) => (
        <Item key={entry.id} id={idOf(heading, entry)} onSelect={leave(entry.run)} hint={entry.hint}>
          {entry.registry ? (
            <StatusDot status={entry.registry.status} label={t(`status.${entry.registry.status}`)} />
          ) : null}
          <Marked text={entry.label} ranges={entry.ranges} />
        </Item>
      ))}
    </Group>
  ));
}
