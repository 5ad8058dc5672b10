import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Actor, Role } from "#lib/auth/index.ts";
import { db } from "#lib/db/index.ts";

/** A registry row as connecting would leave it: anonymous, on loopback. Returns its id. */
export async function storedRegistry(endpoint: string, name = `registry ${randomUUID()}`): Promise<string> {
  const row = await db().registry.create({
    data: { name, nameKey: name.toLowerCase(), product: "generic", endpoint },
    select: { id: true },
  });
  return row.id;
}

/** A signed-in somebody; reads do not look at the session row again. */
export function actorOf(role: Role): Actor {
  return {
    userId: randomUUID(),
    username: role,
    role,
    sessionId: randomUUID(),
    client: { requestId: randomUUID() },
  };
}

/** What a front answers instead of the registry behind it; undefined passes the request on. */
export type Intercept = (
  method: string,
  path: string,
) => { readonly status: number; readonly type?: string; readonly body: string } | undefined;

export interface RegistryFront {
  readonly endpoint: string;
  /** "HEAD /v2/…" of every request since the last `forget`. */
  readonly requests: readonly string[];
  forget(): void;
  intercept(rule: Intercept | undefined): void;
  stop(): Promise<void>;
}

/** A registry with a counter and a saboteur in front: everything not intercepted is the real registry's answer. */
export async function startRegistryFront(upstream: string): Promise<RegistryFront> {
  const requests: string[] = [];
  let rule: Intercept | undefined;
  const server = http.createServer((request, response) => {
    const { method = "GET", url = "/" } = request;
    requests.push(`${method} ${url}`);
    const answer = rule?.(method, url);
    if (answer) {
      response.writeHead(answer.status, { "content-type": answer.type ?? "application/json" });
      response.end(answer.body);
      return;
    }
    const onward = http.request(new URL(url, upstream), { method, headers: request.headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    forget: () => {
      requests.length = 0;
    },
    intercept: (next) => {
      rule = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
