import { describe, expect, it } from "vitest";
import { type Fault, sendJson } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { app, clientOf, fake, image } from "./testing/fixture.ts";

const tags = "/v2/team/app/tags/";

async function namesOf(
  pages: AsyncIterable<{ tags: readonly string[]; truncated: boolean }>,
): Promise<{ names: string[]; truncated: boolean }> {
  const result = { names: [] as string[], truncated: false };
  for await (const page of pages) {
    result.names.push(...page.tags);
    result.truncated ||= page.truncated;
  }
  return result;
}

describe("listings", () => {
  it("with null tags are empty, without the member an error", async () => {
    const empty = clientOf(await fake(faults.at(tags, faults.answer(200, '{"name":"x","tags":null}'))));
    expect(await namesOf(empty.listTags(app))).toEqual({ names: [], truncated: false });
    const wrong = clientOf(await fake(faults.at(tags, faults.answer(200, '{"name":"x"}'))));
    await expect(namesOf(wrong.listTags(app))).rejects.toMatchObject({ reason: "unexpected_answer" });
  });

  it("keep to their pages and drop names that are none", async () => {
    const registry = await fake();
    for (let index = 0; index < 2500; index += 1) registry.put(app, `v${index}`, image);
    registry.put(app, "../../etc", image);
    const { names, truncated } = await namesOf(clientOf(registry).listTags(app));
    expect(truncated).toBe(false);
    expect(new Set(names).size).toBe(2501);
    expect(names).not.toContain("../../etc");
  });

  it("that never end are cut off and say so", async () => {
    const registry = await fake(faults.at(tags, faults.endlessTags()));
    const { names, truncated } = await namesOf(clientOf(registry).listTags(app));
    expect(truncated).toBe(true);
    expect(names).toHaveLength(1000);
  });

  it("that repeat themselves end", async () => {
    const link = { link: `<${tags}list?last=v1>; rel="next"` };
    const repeating = await fake(faults.at(tags, faults.answer(200, '{"tags":["v1"]}', link)));
    expect(await namesOf(clientOf(repeating).listTags(app))).toEqual({ names: ["v1"], truncated: false });
    expect(repeating.seen).toHaveLength(2);
  });

  it("that come back to the same cursor with other names are cut off and say so", async () => {
    let page = 0;
    const circling: Fault = (_request, response) => {
      page += 1;
      return sendJson(response, 200, { tags: [`v${page}`] }, { link: `<${tags}list?last=same>; rel="next"` });
    };
    const registry = await fake(faults.at(tags, circling));
    expect(await namesOf(clientOf(registry).listTags(app))).toEqual({ names: ["v1", "v2"], truncated: true });
  });

  it("take no next page on another host", async () => {
    const thief = await fake();
    const link = {
      link: `<${thief.endpoint.replace("127.0.0.1", "localhost")}${tags}list?last=v1>; rel="next"`,
    };
    const registry = await fake(faults.at(tags, faults.answer(200, '{"tags":["v1"]}', link)));
    await namesOf(clientOf(registry).listTags(app));
    expect(thief.seen).toEqual([]);
  });

  it("refused in any of the usual ways are listing_refused", async () => {
    const ways = [
      faults.answer(401, "", { "www-authenticate": 'Basic realm="x"' }),
      faults.answer(403, "nope"),
      faults.answer(404, '{"errors":[{"code":"NAME_UNKNOWN"}]}'),
      faults.answer(405, '{"errors":[{"code":"UNSUPPORTED"}]}'),
      faults.answer(501),
    ];
    for (const way of ways) {
      const client = clientOf(await fake(faults.at("_catalog", way)));
      const listing = (async () => {
        for await (const page of client.listRepositories()) expect(page).toBeUndefined();
      })();
      await expect(listing).rejects.toMatchObject({ code: "UNSUPPORTED", reason: "listing_refused" });
    }
  });

  it("are asked without a page size where the registry refuses ours", async () => {
    const refusing: Fault = (request, response, next) =>
      request.url?.includes("n=1000")
        ? sendJson(response, 400, { errors: [{ code: "PAGINATION_NUMBER_INVALID" }] })
        : next();
    const client = clientOf(await fake(faults.at(tags, refusing)));
    expect((await namesOf(client.listTags(app))).names).toEqual(["1.0"]);
  });
});
