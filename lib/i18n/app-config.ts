// Without an import from it the module below is not found to augment.
import type {} from "next-intl";
import type { AppLocale } from "./locales.ts";
import type { en } from "./messages/en/index.ts";

declare module "next-intl" {
  interface AppConfig {
    Locale: AppLocale;
    Messages: typeof en;
  }
}
