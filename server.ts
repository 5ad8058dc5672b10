import { createServer } from "node:http";
import next from "next";
import { closeDatabase, closeLive } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { listen } from "#lib/server/listen.ts";
import { createListener } from "#lib/server/listener.ts";
import { runShutdown } from "#lib/server/shutdown.ts";

/** Hooks (jobs handed back …) get this long, then open requests this long. The supervisor waits longer than both. */
const hookTimeout = 8_000;
const requestTimeout = 5_000;

const settings = env();
const dev = process.env.NODE_ENV !== "production";
const app = next({ dev, hostname: settings.host, port: settings.port, dir: import.meta.dirname });
await app.prepare();

const handle = app.getRequestHandler();
const server = createServer(
  createListener({
    publicUrl: settings.publicUrl,
    trustedProxies: settings.trustedProxies,
    handle: (request, response) => handle(request, response),
  }),
);
// Hot reload only: in production nothing is upgraded, and Node answers such requests like any other.
if (dev) {
  const upgrade = app.getUpgradeHandler();
  server.on("upgrade", (request, socket, head) => void upgrade(request, socket, head));
}

const port = await listen(server, settings.port, settings.host);
log().info({ host: settings.host, port }, "listening");
process.send?.({ type: "listening", port });

let ending = false;

/** Ends streams, hands jobs back, lets open requests finish, then closes the database. */
async function end(reason: string): Promise<void> {
  if (ending) return;
  ending = true;
  log().info({ reason }, "shutting down");
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await runShutdown(hookTimeout);
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), requestTimeout);
  await closed;
  clearTimeout(impatience);
  await app.close();
  await closeLive();
  await closeDatabase();
  log().info("ended");
  process.exit(0);
}

process.on("SIGTERM", () => void end("SIGTERM"));
process.on("SIGINT", () => void end("SIGINT"));
// The supervisor is gone, even by kill -9: without it nobody would end the database after us.
process.on("disconnect", () => void end("the supervisor is gone"));
process.on("unhandledRejection", (error) => log().error({ error }, "unhandled rejection"));
process.on("uncaughtException", (error) => {
  log().fatal({ error }, "uncaught exception");
  process.exitCode = 1;
  void end("uncaught exception");
});
