import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { en } from "#lib/i18n/messages/en/index.ts";
import { Time } from "./time.tsx";

const now = new Date("2026-03-14T12:00:00Z");
const drawn = (value: string, locale: "en" | "zh-CN" = "en", short = false) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={en} now={now} timeZone="UTC">
      <Time value={value} short={short} />
    </NextIntlClientProvider>,
  );

it("says the day of what is dated ahead, and the moment on hover", () => {
  const ahead = "2027-01-02T08:30:00Z";
  for (const short of [false, true]) {
    const english = drawn(ahead, "en", short);
    expect(english).toContain('title="Jan 2, 2027, 08:30:00 UTC"');
    expect(english).toContain(">Jan 2, 2027<");
  }
  expect(drawn(ahead, "zh-CN")).toContain(">2027年1月2日<");
  // Three hours ahead is wrong as well; what clocks differ by is not.
  expect(drawn("2026-03-14T15:00:00Z")).toContain(">Mar 14, 2026<");
  expect(drawn("2026-03-14T12:03:00Z")).toContain(">now<");
});
