import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "./body.ts";
import { askWhole } from "./whole-answer.ts";

/** What is answered to a path; what is not ended goes on until the other side has enough. */
const answers: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  "/early": (response) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
    response.end("after the hints");
  },
  "/announced": (response) => response.writeHead(200, { "content-length": "11" }).end("eleven here"),
  "/endless": (response) => endless(response, 200),
  "/endless-error": (response) => endless(response, 500),
  "/broken": (response) => {
    response.writeHead(200, { "content-length": "100" }).write("a part");
    setTimeout(() => response.destroy(), 20);
  },
  "/silent": () => {},
  "/stuck": (response) => response.writeHead(200).write("a part"),
};

function endless(response: ServerResponse, status: number): void {
  response.writeHead(status);
  const go = (): void => {
    if (!response.destroyed) response.write("x".repeat(4096), () => setImmediate(go));
  };
  go();
}

const closed: Record<string, Promise<unknown>> = {};
const server = createServer((request, response) => {
  const path = request.url ?? "";
  closed[path] = once(response, "close");
  answers[path]?.(response);
});
const dispatcher = new Agent({ connections: 1 });
let origin = "";

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await dispatcher.destroy();
  server.close();
});

function ask(path: string, { limit = 10, signal = new AbortController().signal, method = "GET" } = {}) {
  return askWhole(dispatcher, { origin, path, method, reset: false }, { limit, signal });
}

describe("askWhole", () => {
  it("takes no hint for the answer", async () => {
    const { status, body } = await ask("/early", { limit: 100 });
    expect([status, Buffer.from(body).toString()]).toEqual([200, "after the hints"]);
  });

  it("reads to the limit, and refuses by what is announced", async () => {
    expect((await ask("/announced", { limit: 11 })).body).toHaveLength(11);
    await expect(ask("/announced")).rejects.toMatchObject({ reason: "too_large", params: { limit: 10 } });
    // Of a body that will not come, nothing is too large.
    expect((await ask("/announced", { method: "HEAD" })).body).toHaveLength(0);
  });

  it("ends the connection of a server that will not stop talking", async () => {
    await expect(ask("/endless", { limit: 10_000 })).rejects.toMatchObject({ reason: "too_large" });
    await closed["/endless"];
    const { status, body } = await ask("/endless-error");
    expect([status, body.byteLength]).toEqual([500, limits.error]);
    await closed["/endless-error"];
  });

  it("tells an answer that breaks off from none", async () => {
    await expect(ask("/broken", { limit: 1000 })).rejects.toMatchObject({ code: "BODY_BROKEN" });
  });

  it.each(["/silent", "/stuck"])("is ended by its signal: %s", async (path) => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const asked = ask(path, { signal: controller.signal });
    await expect.poll(() => path in closed).toBe(true);
    // Stands behind it, on the one connection there is.
    const behind = ask("/announced", { limit: 11, signal: controller.signal });
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
    await expect(behind).rejects.toBe(reason);
    await expect(ask("/announced", { signal: controller.signal })).rejects.toBe(reason);
    await closed[path];
    expect((await ask("/announced", { limit: 11 })).status).toBe(200);
  });
});
