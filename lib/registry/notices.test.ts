import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as faults from "./testing/faults.ts";
import { app, clientOf, fake, tag } from "./testing/fixture.ts";
import { parseRateLimit, parseWarnings } from "./transport/notices.ts";
import { AnswerHeaders } from "./transport/wire.ts";
import type { RegistryNotices } from "./types.ts";

type Headers = Record<string, string | string[]>;

/** Headers on every answer of an otherwise honest registry. */
const saying = (headers: Headers): ReturnType<typeof faults.at> =>
  faults.at("", (_request, response, next) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    next();
  });

async function noticesAfter(headers: Headers): Promise<RegistryNotices> {
  const client = clientOf(await fake(saying(headers)));
  await client.headManifest(app, tag);
  await client.getManifest(app, tag);
  return client.notices();
}

describe("warnings", () => {
  it("are told once, in the order they came", async () => {
    const said = await noticesAfter({
      warning: ['299 - "old image"', '299 - "moving soon"', '299 - "old image"'],
    });
    expect(said).toEqual({ warnings: ["old image", "moving soon"] });
  });

  it("of a client are its own", async () => {
    const registry = await fake(saying({ warning: '299 - "x"' }));
    const [one, other] = [clientOf(registry), clientOf(registry)];
    await one.headManifest(app, tag);
    expect([one.notices().warnings, other.notices().warnings]).toEqual([["x"], []]);
  });

  it("come with refusals too", async () => {
    const refused = faults.answer(403, "", { warning: '299 - "your trial ended"' });
    const client = clientOf(await fake(faults.at("/manifests/", refused)));
    await expect(client.getManifest(app, tag)).rejects.toMatchObject({ status: 403 });
    expect(client.notices().warnings).toEqual(["your trial ended"]);
  });

  it("are 4096 bytes at most, all together", async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `${index} ${"é".repeat(298)}`);
    const { warnings } = await noticesAfter({ warning: texts.map((text) => `299 - "${text}"`) });
    expect(warnings.length).toBeGreaterThan(3);
    expect(Buffer.byteLength(warnings.join(""))).toBeLessThanOrEqual(4096);
  });

  it("are plain text without the credential", async () => {
    const registry = await fake(saying({ warning: '299 - "s3cret <b>x</b>\tBearer abcdefghijkl"' }));
    const credential = { kind: "basic", username: "anna", secret: "s3cret" } as const;
    const client = clientOf(registry, { credential });
    await client.headManifest(app, tag);
    expect(client.notices().warnings).toEqual(["… <b>x</b> Bearer …"]);
  });

  it("of whom the registry redirects to are not the registry's", async () => {
    const elsewhere = await fake(saying({ warning: '299 - "buy more"', "ratelimit-remaining": "0" }));
    const registry = await fake();
    const path = `/v2/${app}/manifests/${tag}`;
    registry.inject(faults.at(path, faults.answer(307, "", { location: elsewhere.endpoint + path })));
    const client = clientOf(registry, { tokenHosts: [elsewhere.endpoint] });
    await client.getManifest(app, tag);
    expect(client.notices()).toEqual({ warnings: [] });
  });

  it.each([
    ["a comma and a quote inside", '299 - "a, \\"b\\""', ['a, "b"']],
    ["two in one header", '299 - "a", 299 - "b"', ["a", "b"]],
    ["no comma between two", '299 - "a" 299 - "b"', []],
    ["another code before it", '110 - "stale", 299 - "a"', ["a"]],
    ["another agent", '299 proxy.example "a"', []],
    ["another code", '199 - "a"', []],
    ["a date behind", '299 - "a" "Wed, 21 Oct 2015 07:28:00 GMT", 299 - "b"', ["b"]],
    ["no quotes", "299 - a", []],
    ["a quote never closed", '299 - "a', []],
    ["nothing", "", []],
  ])("with %s are read so", (_name, header, texts) => {
    expect(parseWarnings([header])).toEqual(texts);
  });

  it("are read back as they were written, and nothing throws or hangs", () => {
    const text = fc.string({ unit: "grapheme-ascii", maxLength: 30 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
        const quoted = texts.map((one) => `299 - "${one.replace(/["\\]/g, "\\$&")}"`);
        expect(parseWarnings(quoted)).toEqual(texts);
        expect(parseWarnings([quoted.join(", ")])).toEqual(texts);
      }),
    );
    const pieces = fc.constantFrom("299", " - ", '"', "\\", ",", " ", "a", "é");
    const made = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(made, (header) => void parseWarnings([header])),
      { numRuns: 2000 },
    );
    for (const piece of ["a", '"', "\\", ",", " ", '299 - "', '"a', "299 -"]) {
      expect(parseWarnings([piece.repeat(100_000)]).length).toBeLessThan(100_000);
    }
  });
});

describe("a rate limit", () => {
  afterEach(() => vi.useRealTimers());

  it("is the last one said", async () => {
    let left = 77;
    const registry = await fake(
      faults.at("/manifests/", (_request, response, next) => {
        left -= 1;
        response.setHeader("ratelimit-limit", "100;w=21600");
        response.setHeader("ratelimit-remaining", `${left};w=21600`);
        next();
      }),
    );
    const client = clientOf(registry);
    expect(client.notices()).toEqual({ warnings: [] });
    await client.headManifest(app, tag);
    await client.getManifest(app, tag);
    // An answer that says nothing of it takes nothing back.
    await client.ping();
    expect(client.notices().rateLimit).toEqual({ limit: 100, remaining: 75, window: 21_600 });
  });

  it("is told beside the refusal when it is used up", async () => {
    const registry = await fake(
      faults.at(
        "/manifests/",
        faults.answer(429, "", { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "0;w=21600" }),
      ),
    );
    const client = clientOf(registry);
    await expect(client.headManifest(app, tag)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(client.notices().rateLimit).toEqual({ limit: 100, remaining: 0, window: 21_600 });
  });

  const date = "Mon, 01 Jan 2024 00:00:00 GMT";
  const now = Date.parse("2026-05-05T00:00:00Z");

  it.each([
    [
      "Docker Hub's",
      { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "76;w=21600" },
      { limit: 100, remaining: 76, window: 21_600 },
    ],
    [
      "without a window",
      { "ratelimit-limit": "200", "ratelimit-remaining": "199" },
      { limit: 200, remaining: 199 },
    ],
    [
      "with several policies",
      { "ratelimit-limit": "10, 10;w=1, 50;w=60", "ratelimit-remaining": "4" },
      { limit: 10, remaining: 4 },
    ],
    [
      "with the window in quotes and blanks",
      { "ratelimit-limit": ' 5 ; W = "60"' },
      { limit: 5, window: 60 },
    ],
    [
      "with seconds to its end",
      { "ratelimit-remaining": "3", "ratelimit-reset": "30" },
      { remaining: 3, resetsAt: now + 30_000 },
    ],
    [
      "by X-RateLimit",
      { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": "4999" },
      { limit: 5000, remaining: 4999 },
    ],
    [
      "with a time, by the sender's clock",
      { "x-ratelimit-remaining": "1", "x-ratelimit-reset": "1704067260", date },
      { remaining: 1, resetsAt: now + 60_000 },
    ],
    [
      "with a time that has passed",
      { "x-ratelimit-remaining": "1", "x-ratelimit-reset": "1704067000", date },
      { remaining: 1, resetsAt: now },
    ],
    [
      "with a time in the year 5138",
      { "x-ratelimit-remaining": "1", "x-ratelimit-reset": "99999999999" },
      { remaining: 1 },
    ],
    ["with words", { "ratelimit-limit": "many", "ratelimit-remaining": "-1" }, undefined],
    ["with too many digits", { "ratelimit-limit": "9".repeat(400) }, undefined],
    ["of nobody", {}, undefined],
  ] as const)("%s is read", (_name, headers, expected) => {
    vi.useFakeTimers({ toFake: ["Date"], now });
    expect(parseRateLimit(new AnswerHeaders({ ...headers }))).toEqual(expected);
  });
});
