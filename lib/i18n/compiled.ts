import { createHash } from "node:crypto";
import compile from "icu-minify/compile";
import type { AppLocale } from "./locales.ts";
import { en } from "./messages/en/index.ts";
import { zhCN } from "./messages/zh-CN/index.ts";
import { keepWords, type Words } from "./words.ts";

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

// The types speak of the words as they are written; what use-intl reads is their compiled form.
export const compiledMessages: Readonly<Record<AppLocale, typeof en>> = {
  en: compiled(en) as typeof en,
  "zh-CN": compiled(zhCN) as typeof en,
};

function toWords(messages: typeof en): Words {
  const json = JSON.stringify(messages).replaceAll("<", "\\u003c");
  const version = createHash("sha256").update(json).digest("base64url").slice(0, 16);
  return { messages, json, version };
}

keepWords({ en: toWords(compiledMessages.en), "zh-CN": toWords(compiledMessages["zh-CN"]) });
