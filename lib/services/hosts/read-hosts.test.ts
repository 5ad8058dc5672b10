import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "#lib/db/testing.ts";
import { ensureLocalHost, loadHost, loadHosts } from "./index.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function local(dockerHost?: string) {
  await ensureLocalHost(dockerHost);
  const [host] = await loadHosts();
  if (!host) throw new Error("no host");
  return loadHost(host.id);
}

it("takes the default socket's absence for no failure, and that of one somebody named for one", async () => {
  expect((await local()).absent).toBe(!existsSync("/var/run/docker.sock"));
  const named = await local("unix:///nonexistent/docker.sock");
  expect(named).toMatchObject({ absent: false, error: { reason: "daemon_socket_missing" } });
});
