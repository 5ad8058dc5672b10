import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compressFiles } from "../../scripts/lib/compress.mjs";
import { serveBuilt } from "./static.ts";

const script = `console.log(${JSON.stringify("a long script ".repeat(200))});`;
let folder: string;
let server: Server;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longshore-static-"));
  await mkdir(join(folder, "static/chunks"), { recursive: true });
  await writeFile(join(folder, "static/chunks/page.js"), script);
  await writeFile(join(folder, "static/chunks/small.js"), "1;");
  await writeFile(join(folder, "secret.js"), "a secret");
  await compressFiles(join(folder, "static"));
  const handle = serveBuilt(join(folder, "static"), (incoming, response) => {
    response.writeHead(404).end(`next: ${incoming.method} ${incoming.url}`);
  });
  server = createServer((incoming, response) => void handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

/** By Node's own client: others tidy addresses up. */
async function ask(path: string, encoding = "", method: "GET" | "POST" = "GET") {
  const headers = { "accept-encoding": encoding };
  return new Promise<{ statusCode: number | undefined; headers: IncomingHttpHeaders; bytes: Buffer }>(
    (resolve, reject) => {
      request({ host: "127.0.0.1", port, path, method, headers }, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        resolve({ statusCode: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) });
      })
        .on("error", reject)
        .end();
    },
  );
}

it("a file comes as the browser can read it, to be kept for good", async () => {
  const brotli = await ask("/_next/static/chunks/page.js", "gzip, deflate, br, zstd");
  expect(brotli.headers).toMatchObject({
    "content-encoding": "br",
    "content-type": "text/javascript",
    "cache-control": "public,max-age=31536000,immutable",
    vary: "Accept-Encoding",
  });
  expect(brotliDecompressSync(brotli.bytes).toString()).toBe(script);
  const zipped = await ask("/_next/static/chunks/page.js?dpl=1", "gzip");
  expect(zipped.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(zipped.bytes).toString()).toBe(script);
  const plain = await ask("/_next/static/chunks/page.js");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.bytes.toString()).toBe(script);
  expect((await ask("/_next/static/chunks/small.js", "br")).bytes.toString()).toBe("1;");
});

it.each([
  "/_next/static/chunks/none.js?a=1",
  "/_next/static/../secret.js",
  "/_next/static/%2e%2e/secret.js",
  "/_next/static/..%2fsecret.js",
  "/_next/static//secret.js",
  "/_next/static/",
  "/_next/static/%zz",
  "/registries",
])("%s is Next's, as it was asked", async (path) => {
  const { statusCode, bytes } = await ask(path, "br");
  expect([statusCode, bytes.toString()]).toEqual([404, `next: GET ${path}`]);
});

it("whatever is not read is Next's", async () => {
  const { bytes } = await ask("/_next/static/chunks/page.js", "br", "POST");
  expect(bytes.toString()).toBe("next: POST /_next/static/chunks/page.js");
});
