import { readFile } from "node:fs/promises";
import { Agent, createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

/** Stands in front of a registry: counts what it is asked, adds a round trip, and serves the page compared with. */
export interface RegistryProxy {
  /** "http://127.0.0.1:port" */
  readonly endpoint: string;
  /** Milliseconds each request waits before it reaches the registry. */
  delay: number;
  /** Requests under /v2/ since the last `reset`. */
  readonly requests: number;
  reset(): void;
  /** From now on questions about tags wait, so that a run can begin with the navigation it is measured from. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

const baseline = new URL("./baseline.html", import.meta.url);

async function serveBaseline(response: ServerResponse): Promise<void> {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(await readFile(baseline));
}

/** @param repository the only one this proxy names when it is asked for a list */
export async function startProxy(registry: string, repository: string): Promise<RegistryProxy> {
  const agent = new Agent({ keepAlive: true });
  let delay = 0;
  let requests = 0;
  let gate = Promise.withResolvers<void>();
  gate.resolve();

  const server = createServer(async (incoming, response) => {
    const path = incoming.url ?? "/";
    if (!path.startsWith("/v2/")) return serveBaseline(response);
    requests += 1;
    if (path.includes("/tags/list")) await gate.promise;
    if (delay > 0) await setTimeout(delay);
    if (path.startsWith("/v2/_catalog")) {
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify({ repositories: [repository] }));
    }
    const forward = request(
      new URL(path, registry),
      { agent, method: incoming.method, headers: { ...incoming.headers, host: new URL(registry).host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forward.on("error", () => response.destroy());
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get delay() {
      return delay;
    },
    set delay(ms) {
      delay = ms;
    },
    get requests() {
      return requests;
    },
    reset: () => {
      requests = 0;
    },
    hold: () => {
      gate = Promise.withResolvers();
    },
    release: () => gate.resolve(),
    close: async () => {
      gate.resolve();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}
