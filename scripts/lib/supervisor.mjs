import { spawn } from "node:child_process";
import { join } from "node:path";
import { heapFlags } from "./heap.mjs";
import { startPostgres } from "./postgres.mjs";
import { isAlive, signal, startTimeOf, waitForExit } from "./process.mjs";

/** A failure whose message is all the person at the terminal needs. */
export class UserError extends Error {}

/** server.ts hands jobs back and lets requests finish; longer than its own deadlines together. */
const serverPatience = 20_000;

/** Once a password was checked, glibc would keep the 19 MB that takes: blocks this large go back at once. */
const mallocSettings = { MALLOC_MMAP_THRESHOLD_: "131072" };
/** What `next start --experimental-next-config-strip-types` sets: Node reads next.config.ts itself, Next loads no compiler. */
const nextSettings = { __NEXT_NODE_NATIVE_TS_LOADER_ENABLED: "true" };

const nodeFlags = ["--import", "./scripts/hooks.mjs", "--disable-warning=ExperimentalWarning"];

/** Starts the parts in order, and ends them in the opposite one, however the end comes. */
export class Supervisor {
  ending = false;
  #root;
  #env;
  #dataDir;
  #dev;
  #child;
  #postgres;
  #server;
  #ended;
  #last = [];
  #restarts = [];

  constructor({ root, dataDir, dev }) {
    this.#root = root;
    // What Node compiled, types stripped, is there for the next start: a third less to do.
    this.#env = { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/longshore/compile"), ...process.env };
    this.#dataDir = dataDir;
    this.#dev = dev;
  }

  /** Runs after everything has ended. */
  atEnd(work) {
    this.#last.push(work);
  }

  listenForSignals() {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(name, () => {
        if (this.ending) return;
        if (this.#server) console.log("Ending…");
        void this.end(0);
      });
    }
  }

  /** Takes over a child of a preparing step, so that a signal ends it too. */
  adopt = (child) => {
    this.#child = child;
    if (this.ending) child.kill("SIGTERM");
  };

  /** Runs a helper on Node 24 and returns the JSON object that is its last line. */
  #helper(node, script, env = {}) {
    return new Promise((resolve, reject) => {
      const child = spawn(node, [...nodeFlags, join("scripts/lib", script)], {
        cwd: this.#root,
        env: { ...this.#env, ...env },
        stdio: ["ignore", "pipe", "inherit"],
      });
      this.adopt(child);
      let output = "";
      child.stdout.on("data", (chunk) => {
        output += chunk;
      });
      child.once("error", reject);
      child.once("close", (code) => {
        if (code !== 0) return reject(new UserError("Nothing was started."));
        resolve(JSON.parse(output.trim().split("\n").at(-1)));
      });
    });
  }

  /** @throws UserError naming every setting that cannot be used */
  async checkEnv(node) {
    const { problems, ...settings } = await this.#helper(node, "check-env.mjs");
    if (problems)
      throw new UserError(
        ["These settings cannot be used:", ...problems.map((one) => `  ${one}`)].join("\n"),
      );
    return settings;
  }

  /** Starts the embedded server unless there is DATABASE_URL, migrates, and returns the application's address. */
  async prepareDatabase(node) {
    const external = Boolean(process.env.DATABASE_URL);
    if (!external) await this.#startPostgres();
    const env = external ? {} : { LONGSHORE_EMBEDDED_URL: this.#postgres.url("postgres", "postgres") };
    const { url, applied, oneRole, noTrigrams } = await this.#helper(node, "prepare-database.mjs", env);
    if (applied.length > 0)
      console.log(`Database: ${applied.length} migration${applied.length > 1 ? "s" : ""} applied.`);
    if (oneRole) {
      console.log(
        "Database: one role does everything, so only a trigger keeps the audit log from being changed. That is weaker: give " +
          "the owner's address as LONGSHORE_DATABASE_OWNER_URL and another role's as DATABASE_URL.",
      );
    }
    if (noTrigrams) {
      console.log(
        "Database: the extension pg_trgm is missing, so the search finds tags and labels by their beginning only and " +
          "slips of the finger more slowly. Let an administrator run CREATE EXTENSION pg_trgm in it and start again.",
      );
    }
    return url;
  }

  async #startPostgres() {
    this.#postgres = await startPostgres({
      root: this.#root,
      home: join(this.#dataDir, "postgres"),
      onExit: () => void this.#restartPostgres(),
    });
    if (this.ending) await this.#postgres.stop();
    this.#server?.send?.({ type: "postgres", pid: this.#postgres.pid });
  }

  /** Whether a part that died may be started again: five times in ten minutes, then a start mends nothing. Says so. */
  #startsAgain(what, how) {
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < 600_000), now];
    const again = this.#restarts.length <= 5;
    console.error(`${what} ended ${how}; ${again ? "starting it again." : "it keeps dying. Ending."}`);
    return again;
  }

  /** A Postgres that died (out of memory, kill -9) comes back; the pool connects again. */
  async #restartPostgres() {
    if (this.ending) return;
    if (!this.#startsAgain("Postgres", "unexpectedly")) return this.end(1);
    try {
      await this.#startPostgres();
    } catch (error) {
      console.error(error.message);
      await this.end(1);
    }
  }

  /** So does the server; what it was doing is told by whoever looks after its jobs. */
  async #restartServer(how, start) {
    if (this.ending) return;
    if (!this.#startsAgain("The server", `(${how})`)) return this.end(1);
    try {
      await start();
    } catch (error) {
      if (this.ending) return;
      console.error(error.message);
      await this.end(1);
    }
  }

  /** Resolves when the server listens. Afterwards its end is ours. */
  async startServer(node, settings) {
    const { port, host, publicUrl, databaseUrl, lock } = settings;
    if (this.ending) throw new UserError("Ended.");
    const env = {
      ...mallocSettings,
      ...nextSettings,
      ...this.#env,
      NODE_ENV: this.#dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      PORT: String(port),
      HOST: host,
      DATABASE_URL: databaseUrl,
      LONGSHORE_DATA_DIR: this.#dataDir,
    };
    // The server never learns how to be the owner.
    delete env.LONGSHORE_DATABASE_OWNER_URL;
    const flags = this.#dev ? nodeFlags : [...heapFlags, ...nodeFlags];
    const server = spawn(node, [...flags, "server.ts"], {
      cwd: this.#root,
      env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#server = server;
    const startTime = startTimeOf(server.pid);
    lock.update({ server: { pid: server.pid, startTime } });
    if (this.#postgres) server.send({ type: "postgres", pid: this.#postgres.pid });
    const text = await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.once("exit", (code, name) => {
        if (this.ending) return reject(new UserError("Ended."));
        // server.ts has said why.
        reject(
          new UserError(
            code === 1 ? "Nothing was started." : `The server ended (${name ?? `exit code ${code}`}).`,
          ),
        );
      });
      server.on("message", (message) => {
        if (message.type === "listening") resolve(message.text);
      });
    });
    server.on("exit", (code, name) => {
      void this.#restartServer(name ?? `exit code ${code}`, () => this.startServer(node, settings));
    });
    lock.update({ url: publicUrl ?? `http://localhost:${port}` });
    process.stdout.write(text);
  }

  /** Ends the server, then the database, then this process. */
  end(code) {
    this.#ended ??= this.#end(code);
    return this.#ended;
  }

  async #end(code) {
    this.ending = true;
    const { pid: step } = this.#child ?? {};
    if (step && this.#child.exitCode === null) this.#child.kill("SIGTERM");
    const { pid } = this.#server ?? {};
    if (pid && isAlive(pid)) {
      signal(pid, "SIGTERM");
      if (!(await waitForExit(pid, serverPatience))) signal(pid, "SIGKILL");
    }
    await this.#postgres?.stop();
    for (const work of this.#last) work();
    process.exit(code);
  }
}
