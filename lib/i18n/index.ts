export {
  type AppLocale,
  defaultLocale,
  isLocale,
  localeCookie,
  localeNames,
  locales,
  negotiateLocale,
} from "./locales.ts";
export type { Translation } from "./shape.ts";
