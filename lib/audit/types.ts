import type { Prisma, PrismaClient } from "../db/generated/client.ts";

/** The client or a transaction of it. */
export type AuditDatabase = PrismaClient | Prisma.TransactionClient;
