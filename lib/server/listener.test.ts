import { createServer, type IncomingHttpHeaders, type Server, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { currentRequestId } from "../log.ts";
import { createHttpServer, ListenError, listen } from "./listen.ts";
import { createListener } from "./listener.ts";

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A server that answers with the headers its handler saw. */
async function start(
  options: Partial<Parameters<typeof createListener>[0]> = {},
  limits: Parameters<typeof createHttpServer>[1] = {},
) {
  server = createHttpServer(
    createListener({
      publicUrl: "https://reg.example.com",
      trustedProxies: [],
      handle: (request, response) => {
        response.end(JSON.stringify({ ...request.headers, logged: currentRequestId() }));
      },
      ...options,
    }),
    limits,
  );
  const port = await listen(server, 0, "127.0.0.1");
  return (method: string, headers: Record<string, string> = {}, path = "/") =>
    new Promise<Answer>((resolve, reject) => {
      const request = send({ port, method, path, headers, agent: false }, (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      request.on("error", reject);
      request.end();
    });
}

it("deletes what a client may not say about itself", async () => {
  const ask = await start();
  const forged = {
    "x-forwarded-for": "1.1.1.1",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-longshore-address": "1.1.1.1",
    "x-longshore-user": "admin",
    "x-real-ip": "1.1.1.1",
    "x-nonce": "known",
    "content-security-policy": "script-src 'nonce-known'",
    "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy",
    forwarded: "for=1.1.1.1",
  };
  const seen = JSON.parse((await ask("GET", forged, "/registries?q=a")).body);
  expect(seen).toMatchObject({
    "x-longshore-address": "127.0.0.1",
    "x-longshore-peer": "127.0.0.1",
    "x-longshore-path": "/registries?q=a",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-proto": "http",
  });
  expect(seen["x-forwarded-host"]).toMatch(/^(127\.0\.0\.1|localhost):\d+$/);
  for (const name of ["x-longshore-user", "x-real-ip", "x-nonce", "content-security-policy", "forwarded"]) {
    expect(seen).not.toHaveProperty(name);
  }
  expect(seen).not.toHaveProperty("x-middleware-subrequest");
});

it("believes a trusted proxy and keeps the peer beside it", async () => {
  const ask = await start({ trustedProxies: ["127.0.0.1"] });
  const headers = {
    "x-forwarded-for": "198.51.100.1",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "reg.example.com",
  };
  expect(JSON.parse((await ask("GET", headers)).body)).toMatchObject({
    "x-longshore-address": "198.51.100.1",
    "x-longshore-peer": "127.0.0.1",
    "x-forwarded-host": "reg.example.com",
    "x-forwarded-proto": "https",
  });
});

it("gives every request an id: in the answer, to the handler and to the log", async () => {
  const ask = await start();
  const first = await ask("GET", { "x-request-id": "mine" });
  const second = await ask("GET");
  const id = first.headers["x-request-id"];
  expect(id).toMatch(/^[\da-f-]{36}$/);
  expect(second.headers["x-request-id"]).not.toBe(id);
  expect(JSON.parse(first.body)).toMatchObject({ "x-longshore-request-id": id, logged: id });
});

it("refuses a foreign origin before the handler sees the request", async () => {
  let reached = false;
  const ask = await start({
    handle: (_, response) => {
      reached = true;
      response.end();
    },
  });
  const { status, body, headers } = await ask("POST", { origin: "https://evil.example" });
  expect(status).toBe(403);
  expect(JSON.parse(body)).toMatchObject({
    ok: false,
    error: { code: "FORBIDDEN", requestId: headers["x-request-id"] },
    message: expect.stringContaining("https://evil.example"),
  });
  expect((await ask("DELETE")).status).toBe(403);
  expect(reached).toBe(false);
  expect((await ask("POST", { origin: "https://reg.example.com" })).status).toBe(200);
});

it("sends the security headers with every answer, refusals included; HSTS only where TLS is", async () => {
  const ask = await start();
  for (const { headers } of [await ask("GET"), await ask("POST")]) {
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": "max-age=31536000",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
  }
  const plain = await start({ publicUrl: "http://localhost:3000" });
  expect((await plain("GET")).headers).not.toHaveProperty("strict-transport-security");
});

/** Sends what no client library would; resolves to the status when the server has closed the connection. */
function raw(...pieces: readonly string[]): Promise<string> {
  const address = server?.address() as AddressInfo | undefined;
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(address?.port ?? 0, "127.0.0.1", () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.once("close", () => resolve(answer.slice("HTTP/1.1 ".length).slice(0, 3)));
    socket.once("error", reject);
  });
}

it("refuses a body too long, or of a length nobody said, before it is read", async () => {
  let reached = 0;
  await start({
    handle: (_request, response) => {
      reached += 1;
      response.end();
    },
  });
  const head = "POST / HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\n";
  expect(await raw(`${head}Content-Length: ${3 * 1024 * 1024}\r\n\r\n`)).toBe("413");
  expect(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`)).toBe("411");
  expect(reached).toBe(0);
  expect(await raw(`${head}Connection: close\r\nContent-Length: 5\r\n\r\nhello`)).toBe("200");
});

it("refuses a path that encodes nothing", async () => {
  const ask = await start();
  for (const path of ["/%ff", "/a/%", "/%E4%BD", "/a%00b"])
    expect((await ask("GET", {}, path)).status).toBe(400);
  for (const path of ["/%E4%BD%A0", "/a%2Fb", "/?q=%ff"])
    expect((await ask("GET", {}, path)).status).toBe(200);
});

it("refuses headers without end and query strings that fill a page", async () => {
  await start();
  expect(await raw(`GET /?q=${"a".repeat(20_000)} HTTP/1.1\r\nHost: h\r\n\r\n`)).toBe("431");
  expect(await raw(`GET / HTTP/1.1\r\nHost: h\r\nX-Long: ${"a".repeat(20_000)}\r\n\r\n`)).toBe("431");
});

it("leaves nobody who sends headers or a body drop by drop", async () => {
  await start({}, { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 });
  expect(await raw("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ")).toBe("408");
  await start(
    { handle: (request, response) => void request.on("end", () => response.end()).resume() },
    { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 },
  );
  const body = "POST / HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\nContent-Length: 10\r\n\r\nfive!";
  expect(await raw(body)).toBe("408");
});

it("answers 500 with the request's id when the handler throws", async () => {
  const ask = await start({
    handle: () => {
      throw new Error("secret detail");
    },
  });
  const { status, body, headers } = await ask("GET");
  expect(status).toBe(500);
  expect(body).toContain(String(headers["x-request-id"]));
  expect(body).not.toContain("secret detail");
});

it("says which port is taken and how to choose another", async () => {
  await start();
  const port = (server?.address() as AddressInfo | undefined)?.port ?? 0;
  const second = listen(createServer(), port, "127.0.0.1");
  await expect(second).rejects.toThrow(ListenError);
  await expect(second).rejects.toThrow(`127.0.0.1:${port} is already in use`);
});
