import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

export interface Cutter {
  readonly endpoint: string;
  /** Cuts the connection over which so many bytes have gone that way since now; once per call. */
  cut(direction: "up" | "down", after: number): void;
  /** How many connections were cut. */
  readonly cuts: number;
  stop(): Promise<void>;
}

/** A line to a real registry that breaks where a test wants it to: bytes are passed on as they are until then. */
export async function startCutter(upstream: string): Promise<Cutter> {
  const { hostname, port } = new URL(upstream);
  const sockets = new Set<Socket>();
  const left = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
  let cuts = 0;
  const server = createServer((client) => {
    const registry = connect(Number(port), hostname);
    const end = (): void => {
      for (const socket of [client, registry]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    const pass = (from: Socket, to: Socket, direction: "up" | "down"): void => {
      sockets.add(from.on("error", end).on("close", end));
      from.on("data", (bytes) => {
        left[direction] -= bytes.byteLength;
        if (left[direction] <= 0) {
          left[direction] = Number.POSITIVE_INFINITY;
          cuts += 1;
          return end();
        }
        if (!to.write(bytes)) {
          from.pause();
          to.once("drain", () => from.resume());
        }
      });
    };
    pass(client, registry, "up");
    pass(registry, client, "down");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (direction, after) => {
      left[direction] = after;
    },
    get cuts() {
      return cuts;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
