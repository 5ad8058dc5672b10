import compile from "icu-minify/compile";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import {
  type AppLocale,
  isLocale,
  localeCookie,
  negotiateLocale,
  timeZoneCookie,
  validTimeZone,
} from "./locales.ts";
import { en } from "./messages/en/index.ts";
import { zhCN } from "./messages/zh-CN/index.ts";

/**
 * ICU text to the short arrays that `use-intl/format-message/format-only` understands (see next.config.ts). Through JSON,
 * because the compiler's objects have no prototype and React passes none such to the browser.
 */
function compiled(messages: object): object {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === "string" ? JSON.parse(JSON.stringify(compile(value))) : compiled(value),
    ]),
  );
}

const messages: Readonly<Record<AppLocale, object>> = { en: compiled(en), "zh-CN": compiled(zhCN) };

/** A reader's own choice (kept in the cookie) before what the browser asks for. */
async function chosenLocale(): Promise<AppLocale> {
  const cookie = (await cookies()).get(localeCookie)?.value;
  if (isLocale(cookie)) return cookie;
  return negotiateLocale((await headers()).get("accept-language"));
}

export default getRequestConfig(async () => {
  const locale = await chosenLocale();
  return {
    locale,
    // The types speak of the words as they are written; what use-intl reads is their compiled form.
    messages: messages[locale] as typeof en,
    timeZone: validTimeZone((await cookies()).get(timeZoneCookie)?.value),
    now: new Date(),
  };
});
