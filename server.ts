import { join } from "node:path";
import next from "next";
import { keyring } from "#lib/crypto/index.ts";
import { closeDatabase, closeLive } from "#lib/db/index.ts";
import { EnvError, env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { createHttpServer, ListenError, listen } from "#lib/server/listen.ts";
import { createListener } from "#lib/server/listener.ts";
import { ownHostname } from "#lib/server/own-hostname.ts";
import { endStep, onShutdown, runShutdown } from "#lib/server/shutdown.ts";
import { serveBuilt } from "#lib/server/static.ts";
import { ensureLocalHost } from "#lib/services/hosts/index.ts";
import { startSchedule } from "#lib/services/index-runs/index.ts";
import { startWorkers } from "#lib/services/jobs/index.ts";
import { startForgetting } from "#lib/services/notifications/index.ts";
import { startRechecks } from "#lib/services/repositories/index.ts";
import { prepareIdentity } from "#lib/services/setup/index.ts";
import { startMeasuring } from "#lib/services/storage/index.ts";

/** Hooks (jobs handed back …) get this long, then open requests, then whatever is closed. The supervisor waits longer than all. */
const hookTimeout = 8_000;
const requestTimeout = 4_000;
const closeTimeout = 1_500;

async function start() {
  const settings = env();
  // A key that cannot be read is said now, not at the first sign-in.
  keyring();
  const dev = process.env.NODE_ENV !== "production";
  const app = next({
    dev,
    turbopack: dev,
    hostname: ownHostname(settings.host),
    port: settings.port,
    dir: import.meta.dirname,
  });
  const [setupPath, workers, stopRechecks] = await Promise.all([
    prepareIdentity(settings.admin),
    startWorkers(),
    startRechecks(),
    ensureLocalHost(settings.dockerHost),
    app.prepare(),
  ]);
  onShutdown("jobs", () => workers.stop());
  onShutdown("index runs", stopRechecks);
  onShutdown("old events", startForgetting());
  onShutdown("schedule", startSchedule());
  onShutdown("storage", startMeasuring());

  const nextHandle = app.getRequestHandler();
  const handle = dev ? nextHandle : serveBuilt(join(import.meta.dirname, ".next/static"), nextHandle);
  const server = createHttpServer(
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

  await listen(server, settings.port, settings.host);
  // For people, whatever the log's format, and past the log on purpose: its scrubber would hide the one token that is
  // meant to be read here.
  const link = setupPath
    ? `Set it up with this link, which works once:\n${settings.publicUrl}${setupPath}\n\n`
    : "";
  const text = `\nLongshore is ready: ${settings.publicUrl}\n\n${link}`;
  // The supervisor prints it, once a second `npm start` would find us.
  if (process.send) process.send({ type: "listening", text });
  else process.stdout.write(text);
  return { app, server };
}

type Running = Awaited<ReturnType<typeof start>>;

/** Ends streams, hands jobs back, lets open requests finish, then closes the database. */
async function end({ app, server }: Running, reason: string, code: number): Promise<never> {
  log().info({ reason }, "shutting down");
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await runShutdown(hookTimeout);
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), requestTimeout);
  await endStep("open requests", requestTimeout + closeTimeout, () => closed);
  clearTimeout(impatience);
  await endStep("pages", closeTimeout, () => app.close());
  await endStep("live events", closeTimeout, closeLive);
  await endStep("database", closeTimeout, closeDatabase);
  process.exit(code);
}

/** Told by the supervisor, for the case that it is killed and cannot end its database any more. */
let postgresPid: number | undefined;
let running: Promise<Running> | undefined;
let ending = false;

async function stop(reason: string, code = 0): Promise<void> {
  if (ending) return;
  ending = true;
  // Half started: nobody is connected yet, nothing is to be handed back.
  const parts = await Promise.race([
    running,
    new Promise<undefined>((resolve) => setTimeout(resolve, 5_000)),
  ]);
  if (parts) await end(parts, reason, code);
  process.exit(code);
}

process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
process.on("message", (message: { type?: string; pid?: number }) => {
  if (message.type === "postgres") postgresPid = message.pid;
});
process.on("disconnect", () => {
  process.once("exit", () => {
    if (postgresPid !== undefined) process.kill(postgresPid, "SIGINT");
  });
  void stop("the supervisor is gone");
});
process.on("unhandledRejection", (error) => log().error({ error }, "unhandled rejection"));
process.on("uncaughtException", (error) => {
  log().fatal({ error }, "uncaught exception");
  void stop("uncaught exception", 1);
});

running = start();
running.catch((error: unknown) => {
  // Said plainly where the person who started it can mend it; with its stack otherwise.
  if (error instanceof EnvError || error instanceof ListenError) process.stderr.write(`${error.message}\n`);
  else if (error instanceof AppError) process.stderr.write(`Could not start: ${error.message}.\n`);
  else log().fatal({ error }, "could not start");
  process.exit(1);
});
