import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type AuditTarget, type NewAuditEvent, record } from "../audit/record.ts";
import type { Principal } from "../auth/actor.ts";
import type { Tx } from "../db/index.ts";
import { db } from "../db/index.ts";
import type { AppError, Result } from "../errors.ts";
import { log } from "../log.ts";
import { withDeadline } from "./deadline.ts";
import type { Effect, Operation, Read } from "./define.ts";
import { asAppError, failure } from "./failure.ts";
import { Notes } from "./notes.ts";
import { permit } from "./permit.ts";
import { isTold } from "./strangers.ts";
import { validate } from "./validate.ts";
import { whoOf } from "./who.ts";

/** Wrong passwords and setup tokens that are recorded of one address in a minute; the throttle allows fewer guesses. */
const strangersFailures = 30;

export interface ExecuteOptions {
  /** The request's own signal: a client that went away cancels. */
  readonly signal?: AbortSignal;
  /** Told after success which pages show what has just changed. */
  readonly stale?: (paths: readonly string[]) => void;
}

/** A run between its validated input and its last audit row. */
interface Run<S extends z.ZodType, O> {
  readonly operation: Operation<S, O>;
  readonly principal: Principal;
  readonly input: z.output<S>;
  readonly operationId: string;
  readonly notes: Notes;
  readonly startedAt: number;
  readonly signal: AbortSignal | undefined;
}

type Phase = Pick<NewAuditEvent, "phase" | "outcome" | "errorCode">;

function eventOf<S extends z.ZodType, O>(run: Run<S, O>, phase: Phase): NewAuditEvent {
  const { operation, principal, operationId, notes, startedAt } = run;
  const durationMs = phase.phase === "intent" ? undefined : Math.round(performance.now() - startedAt);
  return { ...whoOf(principal), ...notes.written, ...phase, action: operation.id, operationId, durationMs };
}

/** `around` opens the transaction, if there is one: preparation runs before it, and the deadline spans both. */
function start<S extends z.ZodType, O>(
  run: Run<S, O>,
  around: (work: (tx?: Tx) => Promise<O>, signal: AbortSignal) => Promise<O>,
): Promise<O> {
  const { operation, principal, input, operationId, notes } = run;
  return withDeadline(operation.deadlineMs, run.signal, async (signal) => {
    const context = { signal, operationId, client: principal.client, audit: notes };
    const prepared = await operation.prepare(principal, input, context);
    signal.throwIfAborted();
    // An external effect has no transaction; its declaration's type does not show it one.
    const work = (tx?: Tx) => operation.run(principal, input, { ...context, tx: tx as Tx }, prepared);
    return around(work, signal);
  });
}

function outcomeOf(error: AppError): Phase["outcome"] {
  return error.code === "FORBIDDEN" || error.code === "UNAUTHENTICATED" || error.code === "RATE_LIMITED"
    ? "denied"
    : "failed";
}

/** A job's success is not known yet: its row is the intent. */
function successOf(operation: { readonly effect: Effect }): Phase {
  return operation.effect === "job"
    ? { phase: "intent", outcome: "pending" }
    : { phase: "single", outcome: "done" };
}

/** A change in Postgres alone: its event stands in the same transaction, so that neither exists without the other. */
async function runInTransaction<S extends z.ZodType, O>(run: Run<S, O>): Promise<O> {
  const { operation } = run;
  try {
    return await start(run, (work, signal) =>
      db().$transaction(
        async (tx) => {
          const data = await work(tx);
          if (!operation.quiet) await record(tx, eventOf(run, successOf(operation)));
          // Past the deadline the caller was told that it failed: so it must.
          signal.throwIfAborted();
          return data;
        },
        { timeout: operation.deadlineMs + 1_000, maxWait: 5_000 },
      ),
    );
  } catch (caught) {
    const error = asAppError(caught);
    await recordAfterwards(run, { phase: "single", outcome: outcomeOf(error), errorCode: error.code });
    throw error;
  }
}

/** An effect outside Postgres: the intent is on record before anything happens, the outcome after. */
async function runExternal<S extends z.ZodType, O>(run: Run<S, O>): Promise<O> {
  await record(db(), eventOf(run, { phase: "intent", outcome: "pending" }));
  try {
    const data = await start(run, (work) => work());
    // The effect has happened and must be told as it is, even when the log cannot take its outcome now: the intent stays
    // and is shown as one without an outcome.
    await recordAfterwards(run, { phase: "outcome", outcome: "done" });
    return data;
  } catch (caught) {
    const error = asAppError(caught);
    await recordAfterwards(run, { phase: "outcome", outcome: outcomeOf(error), errorCode: error.code });
    throw error;
  }
}

/** Records what already happened; an error here must not hide it. */
async function recordAfterwards<S extends z.ZodType, O>(run: Run<S, O>, phase: Phase): Promise<void> {
  const { principal, operation } = run;
  if (phase.outcome !== "done" && !isTold(principal, operation.id, strangersFailures)) return;
  try {
    await record(db(), eventOf(run, phase));
  } catch (error) {
    log().error(
      { error, action: run.operation.id, operationId: run.operationId, ...phase },
      "audit event not recorded",
    );
  }
}

/**
 * Runs one operation: permission, then input, then the effect between its audit rows. `readInput` is called only after the
 * permission holds. Never throws: every outcome is a Result.
 */
export async function execute<S extends z.ZodType, O>(
  operation: Operation<S, O>,
  principal: Principal,
  input: unknown,
  options: ExecuteOptions = {},
): Promise<Result<O>> {
  return executeLazily(operation, principal, async () => input, options);
}

/** `execute` for callers that must read the input from somewhere (a request body) first. */
export async function executeLazily<S extends z.ZodType, O>(
  operation: Operation<S, O>,
  principal: Principal,
  readInput: () => Promise<unknown>,
  options: ExecuteOptions = {},
): Promise<Result<O>> {
  try {
    await permit(principal, operation);
    const input = await validate(operation.input, await readInput());
    const target: AuditTarget = operation.target(input);
    const run: Run<S, O> = {
      operation,
      principal,
      input,
      operationId: randomUUID(),
      notes: new Notes(target),
      startedAt: performance.now(),
      signal: options.signal,
    };
    const data = operation.effect === "external" ? await runExternal(run) : await runInTransaction(run);
    const { revalidate } = operation;
    options.stale?.(typeof revalidate === "function" ? revalidate(input, data) : revalidate);
    return { ok: true, data };
  } catch (error) {
    return { ok: false, error: failure(error, principal, operation.id) };
  }
}

/** Runs one read: permission, input, then the query through the actor. Never throws. */
export async function executeRead<S extends z.ZodType, O>(
  read: Read<S, O>,
  principal: Principal,
  readInput: () => Promise<unknown>,
  options: ExecuteOptions = {},
): Promise<Result<O>> {
  try {
    await permit(principal, read);
    const input = await validate(read.input, await readInput());
    const data = await withDeadline(read.deadlineMs, options.signal, (signal) =>
      read.run(principal, input, { signal, client: principal.client }),
    );
    return { ok: true, data };
  } catch (error) {
    return { ok: false, error: failure(error, principal, read.id) };
  }
}
