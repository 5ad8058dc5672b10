import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { en } from "#lib/i18n/messages/en/index.ts";
import type { IndexHit } from "./index-hits.ts";
import IndexSection from "./index-section.tsx";
import { type FoundKind, queryFrom } from "./query.ts";

const hits = (kind: FoundKind, count: number) =>
  Array.from({ length: count }, (_, index): IndexHit => {
    const name = `team/${kind}:${index}`;
    return { kind, href: `/${name}`, registry: "harbor", name, platforms: [], why: null };
  });

/** How many rows are drawn, and what is said of the others. */
function drawn(rows: readonly IndexHit[], kind: FoundKind | "" = "") {
  const markup = renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={en} now={new Date()} timeZone="UTC">
      <IndexSection
        query={{ ...queryFrom(new URLSearchParams("q=team")), kind }}
        rows={rows}
        onChange={() => undefined}
      />
    </NextIntlClientProvider>,
  );
  const { fewOfEach, firstOnly, newestOnly } = en.search.index.bounds;
  const lines = {
    few: fewOfEach.replace("{count}", "5"),
    first: firstOnly.replace("{count}", "25"),
    newest: newestOnly,
  };
  return {
    rows: markup.split("data-found").length - 1,
    said: Object.entries(lines).flatMap(([line, words]) =>
      markup.includes(`<p>${words}</p>`) ? [line] : [],
    ),
  };
}

it("says nothing of a rest where there is none", () => {
  expect(drawn([...hits("tags", 5), ...hits("images", 2)])).toEqual({ rows: 7, said: [] });
  expect(drawn(hits("tags", 24), "tags")).toEqual({ rows: 24, said: [] });
});

it("says that of many only a few of each kind are shown, and where more are", () => {
  expect(drawn([...hits("tags", 6), ...hits("images", 2)])).toEqual({ rows: 7, said: ["few"] });
});

it("says that of one kind only the first were found, where an answer is full", () => {
  expect(drawn([...hits("tags", 25), ...hits("images", 25)], "tags")).toEqual({ rows: 25, said: ["first"] });
});

it("says that labels and base images name one image of each repository", () => {
  expect(drawn([...hits("tags", 1), ...hits("labels", 1)])).toEqual({ rows: 2, said: ["newest"] });
  expect(drawn([...hits("tags", 1), ...hits("bases", 6)])).toEqual({ rows: 6, said: ["few", "newest"] });
  expect(drawn([...hits("tags", 1), ...hits("labels", 1)], "tags")).toEqual({ rows: 1, said: [] });
});
