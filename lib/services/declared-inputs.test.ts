import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { z } from "zod";
import type { Actor } from "../auth/actor.ts";
import { findRepository, upsertRepositories } from "../catalog/index.ts";
import { bulk } from "../db/index.ts";
import { openTestDatabase, type TestDatabase } from "../db/testing.ts";
import { type AnyDeclared, execute, executeRead } from "../operations/index.ts";
import { declaredOperations } from "./declared.ts";
import { storedRegistry } from "./repositories/testing.ts";
import { createTestActor, useTestKey } from "./testing.ts";

const declared = declaredOperations();
const named = (id: string): AnyDeclared => {
  const found = declared.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

interface SchemaDefinition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly in?: z.ZodType;
}
const definition = (schema: z.ZodType) => schema.def as unknown as SchemaDefinition;

/** Every object a schema takes, however deep: "" is the schema itself. */
function objectsIn(schema: z.ZodType, path = ""): [string, SchemaDefinition][] {
  const def = definition(schema);
  const inner = [def.innerType, def.element, def.in, ...(def.options ?? [])].filter(
    (one) => one !== undefined,
  );
  const fields = Object.entries(def.shape ?? {});
  return [
    ...(def.type === "object" ? [[path, def] as [string, SchemaDefinition]] : []),
    ...inner.flatMap((one) => objectsIn(one, path)),
    ...fields.flatMap(([name, one]) => objectsIn(one, `${path}.${name}`)),
  ];
}

const fieldsOf = ({ input }: AnyDeclared): string[] => Object.keys(definition(input).shape ?? {});
const inputs = declared.map((operation) => [operation.id, operation] as const);

describe("mass assignment", () => {
  it.each(inputs)("%s takes no object that is open to fields nobody declared", (_id, { input }) => {
    const objects = objectsIn(input);
    expect(objects.length).toBeGreaterThan(0);
    for (const [path, { catchall }] of objects)
      expect(catchall && definition(catchall).type, path).toBe("never");
  });
});

/** What ORMs read as conditions, and lists where one value is meant. */
const conditions = [
  { contains: "" },
  { not: null },
  { $ne: null },
  { path: ["a"], equals: 1 },
  ["a", { not: null }],
];

/** Any JSON is its purpose: stored as one value, never part of a query. */
const storedWhole = new Set(["preference.set value"]);

describe("conditions", () => {
  it.each(inputs)("%s takes none in any field", async (id, operation) => {
    for (const field of fieldsOf(operation).filter((name) => !storedWhole.has(`${id} ${name}`))) {
      for (const value of conditions) {
        const { error } = await operation.input.safeParseAsync({ [field]: value });
        const paths = error?.issues.map(({ path }) => path[0]) ?? [];
        expect(paths, `${field}: ${JSON.stringify(value)}`).toContain(field);
      }
    }
  });

  const sorted = inputs.filter(([, operation]) => fieldsOf(operation).includes("sort"));
  it.each(sorted)("%s sorts by what is on its list alone", async (_id, { input }) => {
    for (const sort of [
      "passwordHash",
      "sealedSecret",
      "__proto__",
      "constructor",
      "toString",
      "1",
      "id; --",
    ]) {
      const { error } = await input.safeParseAsync({ sort });
      expect(
        error?.issues.map(({ path }) => path[0]),
        sort,
      ).toContain("sort");
    }
  });

  it("are looked for where there are any: lists that sort", () => {
    expect(sorted.length).toBeGreaterThan(4);
  });
});

let database: TestDatabase & { close(): Promise<void> };
let administrator: Actor;
/** A registry with the repository "here", and another with "elsewhere". */
let registryId: string;
beforeAll(async () => {
  useTestKey();
  database = await openTestDatabase();
  administrator = await createTestActor("administrator");
  // Disabled, so that nobody goes and asks.
  const [first, second] = [
    await storedRegistry("http://127.0.0.1:1"),
    await storedRegistry("http://127.0.0.1:2"),
  ];
  await bulk.query(`UPDATE "Registry" SET "disabledAt" = now()`);
  await upsertRepositories(bulk, first, ["here"]);
  await upsertRepositories(bulk, second, ["elsewhere"]);
  registryId = first;
});
afterAll(() => database.close());

const call = (operation: AnyDeclared, input: object) =>
  operation.kind === "operation"
    ? execute(operation, administrator, input)
    : executeRead(operation, administrator, async () => input);

const digest = `sha256:${"0".repeat(64)}`;
/** What an operation wants beside the id. */
const beside: Readonly<Record<string, object>> = {
  "image.planDeletion": { repository: "here", what: { kind: "tags", tags: ["1"] } },
  "image.copy": {
    repository: "here",
    to: { registryId: randomUUID(), repository: "there" },
    images: [{ digest, tag: "1", over: null }],
    referrers: false,
  },
  "image.copyPlan": { repository: "here", tags: "1", toRegistryId: randomUUID(), toRepository: "there" },
  "image.pull": { registryId: null, repository: "library/nginx", reference: { kind: "tag", tag: "1" } },
  "manifest.delete": { repository: "here", digest, tags: [] },
  "manifest.get": { repository: "here", digest },
  "manifest.raw": { repository: "here", digest },
  "manifest.referrers": { repository: "here", digest },
  "registry.approveTokenHost": { tokenHost: "https://auth.example.com" },
  "registry.remove": { confirmName: "any" },
  "registry.setIndexing": {
    schedule: "off",
    hour: 3,
    zone: "UTC",
    concurrency: 2,
    rate: null,
    include: [],
    exclude: [],
  },
  "registry.update": { name: "any", endpoint: "https://registry.example.com" },
  "repository.get": { repository: "here" },
  "repository.pulls": { repository: "here" },
  "repository.pin": { repository: "here" },
  "repository.refresh": { repository: "here" },
  "repository.unpin": { repository: "here" },
  "tag.add": { repository: "here", digest, tag: "1" },
  "tag.delete": { repository: "here", by: "tag", images: [{ digest, tags: ["1"] }] },
  "search.registry": { q: "any" },
  "search.sources": { q: "any" },
  "tag.get": { repository: "here", tag: "1" },
  "tag.list": { repository: "here" },
  "user.resetPassword": { password: "a long enough password" },
  "user.setRole": { role: "viewer" },
};
/** Suggestions while somebody types: nothing is suggested for what is not there. */
const answersEmpty = new Set(["image.completeTag"]);

const idOf = (operation: AnyDeclared) => fieldsOf(operation).find((name) => /^(id|.+Id)$/.test(name));
const withId = inputs.filter(([id, operation]) => idOf(operation) && !answersEmpty.has(id));

describe("an id of nobody", () => {
  it.each(withId)("is NOT_FOUND for %s and says nothing more", async (id, operation) => {
    const absent = id === "audit.get" ? "999999999999" : randomUUID();
    const answer = await call(operation, { ...beside[id], [idOf(operation) ?? ""]: absent });
    expect(answer).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
  });

  it("is asked for wherever there is an id", () => {
    expect(withId.length).toBeGreaterThan(25);
  });
});

/** The statements a call runs, values left out. */
async function statements(run: () => Promise<unknown>): Promise<string[]> {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  try {
    await run();
    return spy.mock.calls.map(([query]) =>
      typeof query === "string" ? query : String((query as unknown as { text?: string }).text),
    );
  } finally {
    spy.mockRestore();
  }
}

/** The same answer by the same way: neither words nor work tell whether it exists. */
async function expectAlike(operation: AnyDeclared, others: object, absents: object): Promise<void> {
  const answers: unknown[] = [];
  const ways: string[][] = [];
  for (const input of [absents, others]) {
    ways.push(await statements(async () => answers.push(await call(operation, input))));
  }
  expect(answers[0]).toEqual({ ok: false, error: { code: "NOT_FOUND" } });
  expect(answers[1]).toEqual(answers[0]);
  expect(ways[0]?.length).toBeGreaterThan(0);
  expect(ways[1]).toEqual(ways[0]);
}

describe("another's", () => {
  it("session is as if it were not", async () => {
    const { sessionId } = await createTestActor("viewer");
    await expectAlike(named("session.end"), { sessionId }, { sessionId: randomUUID() });
    expect(
      await bulk.query(`SELECT 1 FROM "Session" WHERE id = $1 AND "endedAt" IS NULL`, [sessionId]),
    ).toHaveLength(1);
  });

  const nested = withId.filter(([, operation]) => {
    const fields = fieldsOf(operation);
    return fields.includes("registryId") && fields.includes("repository") && !fields.includes("hostId");
  });
  // Pinning is how a repository comes to be: what another registry has says nothing about this one.
  it.each(nested.filter(([id]) => id !== "repository.pin"))(
    "registry's repository is as if it were not for %s",
    async (id, operation) => {
      const input = { registryId, ...beside[id] };
      await expectAlike(
        operation,
        { ...input, repository: "elsewhere" },
        { ...input, repository: "nowhere-at-all" },
      );
      expect(await findRepository(bulk, registryId, "here")).not.toBeNull();
    },
  );
});
