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
import type { Translation } from "./shape.ts";

// The English words are literal types so that ICU arguments are typed; the Chinese ones have the same keys.
const messages: Readonly<Record<AppLocale, Translation<typeof en>>> = { en, "zh-CN": zhCN };

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
    messages: messages[locale] as typeof en,
    timeZone: validTimeZone((await cookies()).get(timeZoneCookie)?.value),
    now: new Date(),
  };
});
