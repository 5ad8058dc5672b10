import { describe, expect, it } from "vitest";
import { wordsOfServer, wordsPath } from "#lib/i18n/words.ts";
import { GET } from "./route.ts";

const ask = (path: string, locale: string) =>
  GET(new Request(`http://localhost${path}`), { params: Promise.resolve({ locale }) });

describe("GET /api/words/[locale]", () => {
  it.each(["en", "zh-CN"] as const)(
    "%s is kept for good where its address says which words",
    async (locale) => {
      const { version, json } = wordsOfServer(locale);
      const answer = await ask(wordsPath(locale, version), locale);
      expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect(await answer.text()).toBe(json);
    },
  );

  it("is today's, and not kept, for a page of another version or none", async () => {
    const { version: other } = wordsOfServer("zh-CN");
    const { version, json } = wordsOfServer("en");
    expect(other).not.toBe(version);
    for (const path of [wordsPath("en", other), wordsPath("en", ""), "/api/words/en"]) {
      const answer = await ask(path, "en");
      expect(answer.headers.get("cache-control"), path).toBe("no-cache");
      expect(await answer.text(), path).toBe(json);
    }
  });

  it("knows no other language", async () => {
    for (const locale of ["fr", "EN", "__proto__", ""])
      expect((await ask(`/api/words/${locale}`, locale)).status, locale).toBe(404);
  });
});
