import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { compiledMessages } from "./compiled.ts";
import {
  type AppLocale,
  isLocale,
  localeCookie,
  negotiateLocale,
  timeZoneCookie,
  validTimeZone,
} from "./locales.ts";

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
    messages: compiledMessages[locale],
    timeZone: validTimeZone((await cookies()).get(timeZoneCookie)?.value),
    now: new Date(),
  };
});
