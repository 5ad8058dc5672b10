import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type Principal } from "../auth/actor.ts";
import { may, permissions, roles } from "../auth/permissions.ts";
import { openTestDatabase, type TestDatabase } from "../db/testing.ts";
import { AppError } from "../errors.ts";
import { en } from "../i18n/messages/en/index.ts";
import { zhCN } from "../i18n/messages/zh-CN/index.ts";
import { type AnyDeclared, executeLazily, executeRead } from "../operations/index.ts";
import { declaredOperations } from "./declared.ts";
import { createTestActor, testClient, useTestKey } from "./testing.ts";

const folder = import.meta.dirname;
const declared = declaredOperations();

let database: TestDatabase & { close(): Promise<void> };
const principals = new Map<string, Principal>([["anonymous", anonymous(testClient)]]);
beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
  for (const role of roles) principals.set(role, await createTestActor(role));
});
afterAll(() => database.close());

/** Gets as far as its input and no further: what is permitted asks for it, what is not never does. */
async function knock(operation: AnyDeclared, as: string): Promise<string> {
  const principal = principals.get(as);
  if (!principal) throw new Error(as);
  const input = async () => {
    throw new AppError("CONFLICT", "asked for its input");
  };
  const result =
    operation.kind === "operation"
      ? await executeLazily(operation, principal, input)
      : await executeRead(operation, principal, input);
  if (result.ok) throw new Error("ran without an input");
  return result.error.code;
}

describe("what is declared", () => {
  it("is all that is written: every noun's folder is loaded", () => {
    const nouns = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const source = readFileSync(join(folder, "declared.ts"), "utf8");
    const missing = nouns
      .filter(({ name }) => !source.includes(`"./${name}/index.ts"`))
      .map(({ name }) => name);
    expect(missing).toEqual([]);
    const written = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && path !== "testing.ts")
      .flatMap((path) => [
        ...readFileSync(join(folder, path), "utf8").matchAll(/define(?:Operation|Read)\(\{\s*id: "([^"]+)"/g),
      ])
      .map((match) => match[1]);
    expect(written.length).toBeGreaterThan(20);
    expect(declared.map(({ id }) => id)).toEqual(expect.arrayContaining(written));
    expect(new Set(written).size).toBe(written.length);
  });

  it("needs nobody signed in for setup and sign-in alone", () => {
    const open = declared.filter(({ permission }) => permission === null).map(({ id }) => id);
    expect(open).toEqual(["session.signIn", "setup.complete"]);
  });

  it("goes unrecorded for one's own display settings alone", () => {
    const quiet = declared.filter((one) => one.kind === "operation" && one.quiet).map(({ id }) => id);
    expect(quiet).toEqual(["account.setLanguage", "account.setTheme", "preference.set"]);
  });

  it("uses every permission there is", () => {
    const used = new Set(declared.map(({ permission }) => permission));
    expect(permissions.filter((permission) => !used.has(permission))).toEqual([]);
  });
});

describe.each(declared.map((operation) => [operation.id, operation] as const))("%s", (_id, operation) => {
  it.each(["anonymous", ...roles])("called directly as %s", async (as) => {
    const { permission } = operation;
    const allowed = permission === null || may(as, permission);
    const refusal = as === "anonymous" ? "UNAUTHENTICATED" : "FORBIDDEN";
    expect(await knock(operation, as)).toBe(allowed ? "CONFLICT" : refusal);
  });

  it("refuses fields it does not know", async () => {
    const parsed = await operation.input.safeParseAsync({
      role: "administrator",
      isAdministrator: true,
      userid: "1",
    });
    expect(JSON.stringify(parsed.error?.issues)).toContain("unrecognized_keys");
  });
});

describe("words", () => {
  it.each([
    ["en", en.audit.action],
    ["zh-CN", zhCN.audit.action],
  ])(
    "for every action in %s",
    (_locale, words: Readonly<Record<string, Readonly<Record<string, string>>>>) => {
      const worded = Object.entries(words).flatMap(([noun, verbs]) =>
        Object.keys(verbs).map((verb) => `${noun}.${verb}`),
      );
      expect(worded.sort()).toEqual(declared.map(({ id }) => id));
    },
  );
});
