import "server-only";

export { bulk, type Sql } from "./bulk.ts";
export { closeDatabase, databaseUrl, db, type Tx } from "./client.ts";
export { Prisma } from "./generated/client.ts";
export { type DatabaseHealth, databaseHealth, isDatabaseFull, isDatabaseUnavailable } from "./health.ts";
export { closeLive, type LiveEvent, notify, subscribe } from "./live.ts";
export { databaseNow } from "./now.ts";
