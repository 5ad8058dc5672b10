import http from "node:http";
import type { AddressInfo } from "node:net";

/** What a front answers instead of the registry behind it. */
export interface FrontAnswer {
  readonly status: number;
  /** Default "application/json". */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Undefined passes the request on; a promise holds it until then. */
export type Intercept = (
  method: string,
  path: string,
) => FrontAnswer | undefined | Promise<FrontAnswer | undefined>;

export interface RegistryFront {
  readonly endpoint: string;
  /** "HEAD /v2/…" of every request since the last `forget`. */
  readonly requests: readonly string[];
  forget(): void;
  intercept(rule: Intercept | undefined): void;
  stop(): Promise<void>;
}

/** A counter and a saboteur in front of a real registry: everything not intercepted is the registry's own answer. */
export async function startRegistryFront(upstream: string): Promise<RegistryFront> {
  const requests: string[] = [];
  let rule: Intercept | undefined;
  const server = http.createServer(async (request, response) => {
    const { method = "GET", url = "/" } = request;
    requests.push(`${method} ${url}`);
    const answer = await rule?.(method, url);
    if (answer) {
      const type = { "content-type": answer.type ?? "application/json" };
      response.writeHead(answer.status, { ...type, ...answer.headers });
      response.end(method === "HEAD" ? undefined : answer.body);
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
