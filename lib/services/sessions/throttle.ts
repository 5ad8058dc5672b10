import ipaddr from "ipaddr.js";
import { fingerprint } from "../../crypto/index.ts";
import { db, type Tx } from "../../db/index.ts";
import { AppError } from "../../errors.ts";

/** How many attempts are free in a window; after them each one costs a pause, doubling from one second up to the cap. */
interface Limit {
  readonly key: string;
  readonly free: number;
  readonly capSeconds: number;
  readonly windowSeconds: number;
}

/** An IPv6 customer has a /64 at least: single addresses of it are no different people. */
function network(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${parsed.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`;
}

const perAccount = { free: 5, capSeconds: 15 * 60, windowSeconds: 60 * 60 };
const perAddress = { free: 20, capSeconds: 5 * 60, windowSeconds: 15 * 60 };

/**
 * The counters an attempt falls under. A browser that has signed in to this account before (its device cookie is genuine) has
 * one of its own: however hard strangers try the account's name, or try from the same address, its owner still gets in.
 */
export function limitsFor(attempt: {
  readonly account: string;
  readonly address: string | undefined;
  readonly device: string | null;
}): readonly Limit[] {
  if (attempt.device !== null) return [{ ...perAccount, key: `device:${fingerprint(attempt.device)}` }];
  return [
    { ...perAddress, key: `address:${network(attempt.address)}` },
    { ...perAccount, key: `account:${fingerprint(attempt.account)}` },
  ];
}

async function count(tx: Tx, limit: Limit): Promise<boolean> {
  const { key, free, capSeconds, windowSeconds } = limit;
  const taken = await tx.$executeRaw`
    INSERT INTO "SignInThrottle" AS t ("key", "failures", "windowStart") VALUES (${key}, 1, now())
    ON CONFLICT ("key") DO UPDATE SET
      "failures" = CASE WHEN t."windowStart" < now() - make_interval(secs => ${windowSeconds}::float8)
        THEN 1 ELSE t."failures" + 1 END,
      "windowStart" = CASE WHEN t."windowStart" < now() - make_interval(secs => ${windowSeconds}::float8)
        THEN now() ELSE t."windowStart" END,
      "blockedUntil" = CASE
        WHEN t."windowStart" < now() - make_interval(secs => ${windowSeconds}::float8) THEN NULL
        WHEN t."failures" + 1 < ${free}::int THEN NULL
        ELSE now() + make_interval(secs => LEAST(power(2, LEAST(t."failures" + 1 - ${free}::int, 20)), ${capSeconds}::float8))
      END
    WHERE t."blockedUntil" IS NULL OR t."blockedUntil" <= now()
      -- Longer than any pause: the clock has been set back since, and nobody is locked out until it gets there again.
      OR t."blockedUntil" > now() + make_interval(secs => ${capSeconds}::float8)`;
  return taken === 1;
}

async function secondsLeft(tx: Tx, key: string): Promise<number> {
  const rows = await tx.$queryRaw<{ seconds: number | null }[]>`
    SELECT ceil(extract(epoch FROM "blockedUntil" - now()))::int AS seconds FROM "SignInThrottle" WHERE "key" = ${key}`;
  return Math.max(1, rows[0]?.seconds ?? 1);
}

/**
 * Counts one attempt before its password is looked at, so that a hundred at once are a hundred. Throws RATE_LIMITED with the
 * seconds to wait; a refused attempt counts nowhere, so waiting always helps.
 */
export async function takeAttempt(limits: readonly Limit[]): Promise<void> {
  await db().$transaction(async (tx) => {
    for (const limit of limits) {
      if (await count(tx, limit)) continue;
      // Throwing undoes what the other counter has just taken.
      throw new AppError("RATE_LIMITED", "too many attempts", {
        reason: "sign_in_throttled",
        params: { seconds: await secondsLeft(tx, limit.key) },
      });
    }
  });
}

/**
 * Gives the attempt back after success. An account's or device's failures are forgotten; an address keeps the others', or one
 * good account of his own would let somebody try everybody else's.
 */
export async function forgiveAttempt(limits: readonly Limit[]): Promise<void> {
  const keys = limits.map(({ key }) => key);
  await db().$executeRaw`
    UPDATE "SignInThrottle" SET "failures" = GREATEST("failures" - 1, 0), "blockedUntil" = NULL
    WHERE "key" = ANY(${keys}) AND "key" LIKE 'address:%'`;
  await db().$executeRaw`
    DELETE FROM "SignInThrottle"
    WHERE ("key" = ANY(${keys}) AND "key" NOT LIKE 'address:%') OR "windowStart" < now() - interval '1 day'`;
}
