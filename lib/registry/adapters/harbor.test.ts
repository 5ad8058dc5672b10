import { describe, expect, it, onTestFinished } from "vitest";
import { probeConnection } from "../probe.ts";
import { parseRepositoryName } from "../reference.ts";
import type { FakeRegistry } from "../testing/fake-registry.ts";
import { clientOf } from "../testing/fixture.ts";
import { startFakeHarbor } from "../testing/products/harbor.ts";
import { namesIn } from "../testing/products/names.ts";
import { testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";

const many = Array.from({ length: 230 }, (_, index) => `service/part-${index}`);
const robot = "robot$reader";
const teamRobot = "robot$team+ci";

async function harbor(): Promise<FakeRegistry> {
  const fake = await startFakeHarbor({
    projects: { library: ["hello"], team: many, secret: ["plans"] },
    accounts: {
      [robot]: { secret: "r", projects: ["library", "team"] },
      [teamRobot]: { secret: "t", projects: ["team"], ofOneProject: true },
    },
  });
  onTestFinished(fake.stop);
  return fake;
}

function as(username: string, secret: string, namespaces: readonly string[] = []): Partial<RegistryTarget> {
  return {
    product: "harbor",
    credential: { kind: "basic", username, secret },
    settings: { kind: "namespaces", namespaces },
  };
}

describe("Harbor", () => {
  it("lists by its own API whatever the account may see, page by page, and never asks for _catalog", async () => {
    const registry = await harbor();
    const { names, truncated } = await namesIn(clientOf(registry, as(robot, "r")));
    expect(truncated).toBe(false);
    expect(names).toHaveLength(231);
    expect(names).toEqual(expect.arrayContaining(["library/hello", "team/service/part-229"]));
    expect(registry.seen.map(({ url }) => url)).not.toContainEqual(expect.stringContaining("_catalog"));
  });

  it("lists for a robot of one project the projects named in its settings", async () => {
    const registry = await harbor();
    await expect(namesIn(clientOf(registry, as(teamRobot, "t")))).rejects.toMatchObject({
      code: "UNSUPPORTED",
      reason: "listing_refused",
      status: 403,
      upstream: expect.stringContaining("FORBIDDEN"),
    });
    const { names } = await namesIn(clientOf(registry, as(teamRobot, "t", ["team"])));
    expect(names).toHaveLength(230);
  });

  it("has a repository without artifacts: it is listed, and empty", async () => {
    const registry = await harbor();
    const client = clientOf(registry, as(robot, "r"));
    const tagsOf = async (name: string): Promise<unknown> => {
      const pages: unknown[] = [];
      for await (const { tags } of client.listTags(parseRepositoryName(name))) pages.push(...tags);
      return pages;
    };
    expect(await tagsOf("team/service/part-3")).toEqual([]);
    const unknown = { code: "NOT_FOUND", reason: "name_unknown" };
    await expect(tagsOf("team/service/gone")).rejects.toMatchObject(unknown);
    await expect(tagsOf("secret/plans")).rejects.toMatchObject(unknown);
  });

  it("says which project does not exist", async () => {
    await expect(
      namesIn(clientOf(await harbor(), as(robot, "r", ["library", "taem"]))),
    ).rejects.toMatchObject({
      reason: "namespace_unknown",
      params: { name: "taem" },
    });
  });

  it("refuses a project's name that would climb out of the path", async () => {
    const registry = await harbor();
    await expect(namesIn(clientOf(registry, as(robot, "r", [".."])))).rejects.toMatchObject({
      code: "INTERNAL",
    });
    await expect(namesIn(clientOf(registry, as(robot, "r", ["../../v2"])))).rejects.toMatchObject({
      reason: "namespace_unknown",
    });
    expect(registry.seen.map(({ url }) => url)).toEqual([expect.stringContaining("/projects/..%2F..%2Fv2/")]);
  });

  it("passes the connection test with its list, and is recognised", async () => {
    const registry = await harbor();
    const report = await probeConnection(testTarget(registry.endpoint, as(robot, "r")));
    expect(report).toEqual({
      ok: true,
      capabilities: {
        product: "harbor",
        productName: "Harbor",
        list: "api",
        auth: "basic",
        deleteTag: "api",
        deleteDigest: "registry",
        referrers: "registry",
      },
    });
  });
});
