import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createRegistryClient } from "../client.ts";
import { normalizeEndpoint } from "../endpoint.ts";
import { probeConnection } from "../probe.ts";
import { impatient, testTarget } from "../testing/target.ts";
import type { RegistryTarget } from "../types.ts";

/** What DNS says, call by call; the last one stays. */
let answers: string[] = [];
const asked = vi.hoisted(() => ({ lookups: 0 }));
vi.mock("node:dns", async (original) => ({
  ...(await original<typeof import("node:dns")>()),
  // Only what an attacker controls is replaced: the answers of his own name server.
  lookup: (
    _name: string,
    _options: object,
    callback: (error: null, addresses: { address: string; family: number }[]) => void,
  ) => {
    asked.lookups += 1;
    const address = (answers.length > 1 ? answers.shift() : answers[0]) ?? "";
    callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
  },
}));

let inside: Server;
let port: number;
let reached = 0;
beforeAll(async () => {
  inside = createServer((_request, response) => {
    reached += 1;
    response.end("{}");
  });
  await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
  port = (inside.address() as AddressInfo).port;
});
afterAll(() => inside.close());
beforeEach(() => {
  reached = 0;
  asked.lookups = 0;
});

const publicOnly = (endpoint: string): RegistryTarget => testTarget(endpoint, { allowPrivate: false });

describe("a name that leads elsewhere from one moment to the next", () => {
  it("is refused when it is connected to, whatever it was when it was looked at", async () => {
    // The address step sees a public address, the connection a moment later our own network.
    answers = ["8.8.8.8", "127.0.0.1"];
    const errors: unknown[] = [];
    const report = await probeConnection(publicOnly(`http://rebind.example:${port}`), {
      onStep: ({ id, state, error }) => error && errors.push([id, state, error.reason]),
    });
    expect(report.ok).toBe(false);
    expect(errors).toEqual([["api", "error", "egress_refused"]]);
    expect(asked.lookups).toBeGreaterThan(1);
    expect(reached).toBe(0);
  });

  it.each(["127.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "169.254.169.254", "0.0.0.0"])(
    "is refused when it resolves to %s",
    async (address) => {
      answers = [address];
      const client = createRegistryClient(publicOnly(`http://rebind.example:${port}`), impatient);
      await expect(client.ping()).rejects.toMatchObject({ reason: "egress_refused" });
      expect(reached).toBe(0);
    },
  );

  it("is connected to where the administrator allows private addresses", async () => {
    answers = ["127.0.0.1"];
    const target = testTarget(`http://rebind.example:${port}`);
    await createRegistryClient(target, impatient)
      .ping()
      .catch(() => undefined);
    expect(reached).toBeGreaterThan(0);
  });
});

describe("an address in disguise", () => {
  it.each([
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[::1]",
  ])("%s is refused like the one it is, without asking DNS", async (host) => {
    const { endpoint } = normalizeEndpoint(`http://${host}:${port}`);
    const client = createRegistryClient(publicOnly(endpoint), impatient);
    await expect(client.ping()).rejects.toMatchObject({ reason: "egress_refused" });
    expect(reached).toBe(0);
    expect(asked.lookups).toBe(0);
  });

  it.each(["[2002:7f00:1::]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]", "0", "0x0", "2852039166"])(
    "%s is refused even where private addresses are allowed",
    async (host) => {
      const { endpoint } = normalizeEndpoint(`http://${host}:${port}`);
      const client = createRegistryClient(testTarget(endpoint), impatient);
      await expect(client.ping()).rejects.toMatchObject({ reason: "egress_refused" });
      expect(reached).toBe(0);
    },
  );
});

describe("a port inside", () => {
  it("is told neither open nor closed to whoever leads us there", async () => {
    const words: unknown[] = [];
    for (const target of [port, 1]) {
      const registry = createServer((_request, response) =>
        response.writeHead(307, { location: `http://127.0.0.1:${target}/v2/` }).end(),
      );
      await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
      const own = (registry.address() as AddressInfo).port;
      const error = await createRegistryClient(testTarget(`http://127.0.0.1:${own}`), impatient)
        .ping()
        .then(
          () => undefined,
          (reason: { code: string; reason: string; upstream?: string; message: string }) => reason,
        );
      words.push([error?.code, error?.reason, error?.upstream, error?.message.replaceAll(/\d+/g, "n")]);
      registry.close();
    }
    expect(words[0]).toEqual(words[1]);
    expect(JSON.stringify(words[0])).toContain("egress_refused");
    expect(reached).toBe(0);
  });
});
