import { createTranslator } from "next-intl";
import { beforeEach, describe, expect, it } from "vitest";
import { errorCodes, errorReasons, validationKeys } from "../errors.ts";
import { en } from "./messages/en/index.ts";
import { zhCN } from "./messages/zh-CN/index.ts";

// What an error may bring or lack; components/feedback fills these in.
const values = {
  host: "H",
  endpoint: "E",
  tokenHost: "T",
  name: "N",
  seconds: 3,
  until: "15:04",
  limit: "4 MB",
  request: "r-1",
  tag: "1.0",
  tags: "1.0, 1.1",
  kept: 2,
  total: 5,
};

describe.each([
  ["en", en],
  ["zh-CN", zhCN],
] as const)("words for errors in %s", (locale, messages) => {
  const problems: string[] = [];
  beforeEach(() => {
    problems.length = 0;
  });
  const t = createTranslator({
    locale,
    messages: messages as unknown as Record<string, never>,
    onError: (error) => problems.push(error.message),
  }) as unknown as (key: string, values?: Record<string, string | number>) => string;

  it.each([...errorCodes.map((code) => `code.${code}`), ...errorReasons.map((reason) => `reason.${reason}`)])(
    "%s says what happened and what to do",
    (path) => {
      for (const part of ["title", "help"]) {
        const text = t(`errors.${path}.${part}`, values);
        expect(problems).toEqual([]);
        expect(text).not.toMatch(/[{}]/);
        expect(text.length).toBeGreaterThan(2);
      }
      expect(t(`errors.${path}.title`, values)).not.toMatch(/[.。]$/);
      expect(t(`errors.${path}.help`, values)).toMatch(/[.。]$/);
    },
  );

  it.each([...validationKeys])("field: %s", (key) => {
    expect(t(`validation.${key}`)).toMatch(/[.。]$/);
    expect(problems).toEqual([]);
  });

  it("counts seconds", () => {
    expect(t("errors.reason.sign_in_throttled.help", { seconds: 1 })).not.toMatch(/1 seconds/);
    expect(t("errors.reason.sign_in_throttled.help", { seconds: 0 })).not.toMatch(/0/);
  });
});
