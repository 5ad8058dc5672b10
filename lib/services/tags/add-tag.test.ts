import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#lib/auth/index.ts";
import { findTag, upsertRepositories } from "#lib/catalog/index.ts";
import { bulk, db } from "#lib/db/index.ts";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { execute } from "#lib/operations/index.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testImage, testIndex } from "#lib/registry/testing/images.ts";
import { reachRepository, syncRepository } from "../repositories/index.ts";
import { storedRegistry } from "../repositories/testing.ts";
import { createTestActor, useTestKey } from "../testing.ts";
import { addTag } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
let registry: DockerRegistry;
let registryId: string;
let operator: Actor;
beforeAll(async () => {
  useTestKey();
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  registryId = await storedRegistry(registry.endpoint);
  operator = await createTestActor("operator");
});
afterAll(() => Promise.all([registry.stop(), database.close()]));

async function indexed(repository: string) {
  await upsertRepositories(bulk, registryId, [repository]);
  await syncRepository(registryId, repository);
  return reachRepository(registryId, repository);
}
const add = (repository: string, input: object) =>
  execute(addTag, operator, { registryId, repository, ...input });

/** The bytes behind a tag, asked of the registry itself. */
async function bytes(repository: string, tag: string): Promise<Buffer> {
  const accept =
    "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json";
  const response = await fetch(`${registry.endpoint}/v2/${repository}/manifests/${tag}`, {
    headers: { accept },
  });
  return Buffer.from(await response.arrayBuffer());
}

describe("a tag is added", () => {
  it("to the very same bytes, in the registry and in the index, on record", async () => {
    const index = testIndex({ text: "added" });
    await registry.push("added", "1.0", index);
    const { id } = await indexed("added");
    expect(await add("added", { digest: index.digest, tag: " stable " })).toEqual({
      ok: true,
      data: { tag: "stable", replaced: null },
    });
    expect(await bytes("added", "stable")).toEqual(Buffer.from(index.raw));
    expect(await findTag(bulk, id, "stable")).toMatchObject({ digest: index.digest, error: null });
    expect(await db().repository.findUniqueOrThrow({ where: { id } })).toMatchObject({ tagCount: 2 });
    const events = await db().auditEvent.findMany({ where: { action: "tag.add" }, orderBy: { id: "asc" } });
    expect(events).toMatchObject([
      { phase: "intent", targetName: "added:stable", registryId },
      { phase: "outcome", outcome: "done", detail: { after: { digest: index.digest } } },
    ]);
  });

  it("over another image only from where it was seen", async () => {
    const [first, second] = [testImage({ text: "first" }), testImage({ text: "second" })];
    await registry.push("over", "1.0", first);
    await registry.push("over", "2.0", second);
    const { id } = await indexed("over");
    const move = { digest: second.digest, tag: "1.0" };
    expect(await add("over", move)).toMatchObject({
      error: { code: "CONFLICT", reason: "tag_taken", params: { tag: "1.0", digest: first.digest } },
    });
    const unseen = testImage({ text: "unseen" }).digest;
    expect(await add("over", { ...move, replaces: unseen })).toMatchObject({
      error: { reason: "tag_moved" },
    });
    expect(await bytes("over", "1.0")).toEqual(Buffer.from(first.raw));
    expect(await add("over", { ...move, replaces: first.digest })).toEqual({
      ok: true,
      data: { tag: "1.0", replaced: first.digest },
    });
    expect(await bytes("over", "1.0")).toEqual(Buffer.from(second.raw));
    expect(await findTag(bulk, id, "1.0")).toMatchObject({ digest: second.digest });
    // There already: nothing to do.
    expect(await add("over", move)).toMatchObject({ data: { replaced: null } });
  });
});

it("what the repository does not hold, and what is no tag, is refused", async () => {
  const image = testImage({ text: "elsewhere" });
  await registry.push("elsewhere", "1.0", image);
  await registry.push("here", "1.0", testImage({ text: "here" }));
  await indexed("elsewhere");
  await indexed("here");
  expect(await add("here", { digest: image.digest, tag: "2.0" })).toEqual({
    ok: false,
    error: { code: "NOT_FOUND" },
  });
  for (const [tag, word] of [
    ["", "required"],
    ["a b", "tag_invalid"],
    ["-a", "tag_invalid"],
  ]) {
    expect(await add("elsewhere", { digest: image.digest, tag })).toMatchObject({
      error: { code: "INVALID_INPUT", fields: { tag: word } },
    });
  }
});
