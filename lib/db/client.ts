import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";

/** A Prisma client or the one inside a transaction: what services take. */
export type Tx = Prisma.TransactionClient;

interface Store {
  url: string;
  pool: pg.Pool;
  prisma: PrismaClient;
}

/** Module singletons exist once per bundle (server.ts and Next are two): the process's one pool hangs on globalThis. */
const holder = globalThis as typeof globalThis & { longshoreDatabase?: Store };

function open(): Store {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: the supervisor (npm start) sets it for the server.");
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: "longshore",
    // Short queries whose bounds the planner cannot see: to compile one takes longer than to run it.
    onConnect: async (client) => void (await client.query("SET jit = off")),
  });
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  // So would one that breaks while somebody holds it between two queries; his next query is what fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 5_000, timeout: 20_000 },
  });
  return { url, pool, prisma };
}

function store(): Store {
  holder.longshoreDatabase ??= open();
  return holder.longshoreDatabase;
}

/** The process's Prisma client. Connects on first use; queries throw what `isDatabaseUnavailable` recognises. */
export function db(): PrismaClient {
  return store().prisma;
}

/** The pool under it, for `bulk` and whoever needs a connection of its own. Inside lib/db only. */
export function pool(): pg.Pool {
  return store().pool;
}

/** The address the process is connected to; LISTEN needs a connection outside the pool. */
export function databaseUrl(): string {
  return store().url;
}

/** Ends all connections. The next use opens new ones to the then current DATABASE_URL. */
export async function closeDatabase(): Promise<void> {
  const open = holder.longshoreDatabase;
  delete holder.longshoreDatabase;
  if (!open) return;
  await open.prisma.$disconnect();
  await open.pool.end();
}
