import { afterAll, beforeAll, expect, it } from "vitest";
import { bulk, notify, subscribe } from "#lib/db/index.ts";
import { openTestDatabase } from "#lib/db/testing.ts";
import { type DockerRegistry, startDockerRegistry } from "#lib/registry/testing/docker-registry.ts";
import { testImage } from "#lib/registry/testing/images.ts";
import { startRegistryFront } from "#lib/registry/testing/registry-front.ts";
import { syncRegistry, syncRepository } from "../repositories/index.ts";
import { storedRegistry } from "../repositories/testing.ts";
import { keepNotices, noticesOf } from "./notices.ts";
import { loadRegistry } from "./read-registries.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let registry: DockerRegistry;
beforeAll(async () => {
  [database, registry] = await Promise.all([openTestDatabase(), startDockerRegistry()]);
  await registry.push("team/app", "1.0", testImage());
});
afterAll(() => Promise.all([registry.stop(), database.close()]));

it("what a registry says while it is read stands with it, and every instance hears of it once", async () => {
  const front = await startRegistryFront(registry.endpoint);
  const id = await storedRegistry(front.endpoint);
  const heard: unknown[] = [];
  const end = subscribe((event) => {
    if (event.id === id && event.notices) heard.push(event.notices);
  });
  await syncRegistry(id);
  expect((await loadRegistry(id)).notices).toEqual({ rateLimit: null, warnings: [] });
  front.intercept((_method, path) =>
    path.includes("/tags/list")
      ? {
          status: 200,
          headers: {
            "ratelimit-limit": "100;w=21600",
            "ratelimit-remaining": "62;w=21600",
            warning: '299 - "<b>moves</b> on Friday"',
          },
          body: '{"name":"team/app","tags":["1.0"]}',
        }
      : undefined,
  );
  await syncRepository(id, "team/app");
  const { notices } = await loadRegistry(id);
  expect(notices).toMatchObject({
    rateLimit: { limit: 100, remaining: 62, window: 21_600 },
    warnings: [{ text: "<b>moves</b> on Friday" }],
  });
  await expect.poll(() => heard).toEqual([notices]);
  await syncRepository(id, "team/app");
  await notify(bulk, { topic: "registry", id, notices: { rateLimit: null, warnings: [] } });
  // The second run had nothing new to tell.
  await expect.poll(() => heard).toHaveLength(2);
  expect(noticesOf(id).warnings).toEqual([]);
  end();
  await front.stop();
});

it("a limit counts no longer than its window, or until it begins anew; warnings are bounded", async () => {
  const said = (remaining: number, more: object = {}) => ({
    notices: () => ({ warnings: [], rateLimit: { limit: 100, remaining, ...more } }),
  });
  const now = Date.now();
  await keepNotices("windowed", said(1, { window: 60 }));
  expect(noticesOf("windowed", now + 50_000).rateLimit?.remaining).toBe(1);
  expect(noticesOf("windowed", now + 70_000).rateLimit).toBeNull();
  await keepNotices("reset", said(2, { resetsAt: now + 5_000 }));
  expect(noticesOf("reset", now + 4_000).rateLimit?.remaining).toBe(2);
  expect(noticesOf("reset", now + 6_000).rateLimit).toBeNull();

  const many = Array.from({ length: 40 }, (_, at) => `warning ${at} ${"x".repeat(600)}`);
  await keepNotices("wordy", { notices: () => ({ warnings: many }) });
  await keepNotices("wordy", { notices: () => ({ warnings: ["newest"] }) });
  const { warnings } = noticesOf("wordy");
  expect(warnings[0]?.text).toBe("newest");
  // An announcement of before that is heard only now.
  const late = { rateLimit: null, warnings: [{ text: "late", at: new Date(now).toISOString() }] };
  let heard = false;
  const end = subscribe((event) => {
    heard ||= event.id === "after";
  });
  await notify(bulk, { topic: "registry", id: "wordy", notices: late, toldAt: now });
  await notify(bulk, { topic: "registry", id: "after" });
  await expect.poll(() => heard).toBe(true);
  end();
  expect(noticesOf("wordy").warnings).toEqual(warnings);
  expect(warnings.length).toBeLessThanOrEqual(10);
  expect(Buffer.byteLength(JSON.stringify(warnings))).toBeLessThan(4_500);
});
