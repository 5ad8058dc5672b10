import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { findRegistryForReference } from "./index.ts";

const endpoints = {
  plain: "https://registry.example.com",
  port: "https://registry.example.com:5000",
  open: "http://localhost:5000",
  both: "http://twice.example",
  bothTls: "https://twice.example",
  prefixed: "https://shared.example/team",
  hub: "https://registry-1.docker.io",
  off: "https://off.example",
};

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const disabledAt = name === "off" ? new Date() : null;
    await db().registry.create({ data: { name, nameKey: name, product: "generic", endpoint, disabledAt } });
  }
});
afterAll(() => database.close());

describe("the registry a reference belongs to", () => {
  it.each([
    ["registry.example.com/team/app:1", "plain"],
    ["Registry.Example.COM/team/app", "plain"],
    [`registry.example.com:5000/team/app@sha256:${"a".repeat(64)}`, "port"],
    ["localhost:5000/app", "open"],
    ["twice.example/app", "bothTls"],
    ["nginx", "hub"],
    ["library/nginx:1.27", "hub"],
    ["docker.io/library/nginx", "hub"],
    ["index.docker.io/library/nginx", "hub"],
  ])("%s is %s", async (reference, name) => {
    expect(await findRegistryForReference(reference)).toMatchObject({ name });
  });

  it.each([
    "registry.example.com.evil/team/app",
    "evil.registry.example.com/team/app",
    "registry.example.com:5001/team/app",
    "registry.example.com@evil.example/app",
    "user@registry.example.com/app",
    "user:password@registry.example.com/app",
    "https://registry.example.com/team/app",
    "//registry.example.com/team/app",
    "localhost/app",
    "localhost:5000.evil/app",
    "shared.example/team/app",
    "shared.example/app",
    "shared.example/team.evil/app",
    "off.example/app",
    "registry-1.docker.io.evil/library/nginx",
    "",
    " ",
    "UPPER",
  ])("%j is nobody's", async (reference) => {
    expect(await findRegistryForReference(reference)).toBeNull();
  });
});
