import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { createHttpServer, listen } from "#lib/server/listen.ts";
import { createListener } from "#lib/server/listener.ts";
import { receiveNotification } from "./receive.ts";

/** The route as registries meet it: behind the server's own front, without Next. */
export async function startReceiver() {
  const server = createHttpServer(
    createListener({
      publicUrl: "https://longshore.example.com",
      trustedProxies: [],
      handle: async (incoming, outgoing) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of incoming) chunks.push(chunk);
        const request = new Request(`http://localhost${incoming.url}`, {
          method: incoming.method ?? "POST",
          headers: new Headers(
            Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
              typeof value === "string" ? [[name, value]] : [],
            ),
          ),
          body: Buffer.concat(chunks),
        });
        const response = await receiveNotification(request, incoming.url?.split("/").pop() ?? "");
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(await response.text());
      },
    }),
  );
  const port = await listen(server, 0, "127.0.0.1");
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An event as CNCF Distribution 2.8 writes it. */
export function distributionEvent(
  action: string,
  target: object,
  more: { readonly id?: string; readonly timestamp?: string; readonly actor?: string } = {},
) {
  return {
    id: more.id ?? randomUUID(),
    timestamp: more.timestamp ?? new Date().toISOString(),
    action,
    target: { mediaType: "application/vnd.docker.distribution.manifest.v2+json", size: 528, ...target },
    request: {
      id: randomUUID(),
      addr: "192.0.2.10:51234",
      host: "registry.example.com",
      method: action === "pull" ? "GET" : "PUT",
      useragent: "docker/27.1",
    },
    actor: more.actor === undefined ? {} : { name: more.actor },
    source: { addr: "registry:5000", instanceID: randomUUID() },
  };
}
