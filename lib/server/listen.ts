import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";

/** The address cannot be listened on. `message` is for the person at the terminal. */
export class ListenError extends Error {}

/**
 * What one connection may take of us: whoever sends headers or a body drop by drop is answered 408, headers of more than
 * 16 KiB (a query string counts) 431. Answers may take as long as they like: streams do.
 */
export const connectionLimits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
} satisfies ServerOptions;

/** An HTTP server with the limits above; tests have no time for them. */
export function createHttpServer(
  listener: RequestListener,
  limits: Partial<typeof connectionLimits> = {},
): Server {
  return createServer({ ...connectionLimits, ...limits }, listener);
}

/**
 * Listens and resolves to the port in use (`port` 0 takes a free one).
 * @throws ListenError that names the port and what to do.
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const where = `${host}:${port}`;
  if (error.code === "EADDRINUSE") {
    return new ListenError(
      `${where} is already in use by another program. Choose another port: PORT=3001 npm start`,
    );
  }
  if (error.code === "EACCES") {
    return new ListenError(
      `This user may not listen on ${where}. Ports from 1024 on need no rights: PORT=3000 npm start`,
    );
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new ListenError(
      `HOST=${host} is no address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its addresses.`,
    );
  }
  return error;
}
