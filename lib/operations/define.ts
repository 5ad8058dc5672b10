import type { z } from "zod";
import type { AuditTarget, AuditWho } from "../audit/record.ts";
import type { Actor, ClientInfo, Principal } from "../auth/actor.ts";
import type { Permission } from "../auth/permissions.ts";
import type { Tx } from "../db/index.ts";

/** What a running operation may add to its own audit event. Values are scrubbed and capped; give no secrets all the same. */
export interface AuditNotes {
  /** The target's state before, as far as a reader of the log may see it. */
  before(value: unknown): void;
  after(value: unknown): void;
  /** Further facts, merged. */
  detail(facts: Readonly<Record<string, unknown>>): void;
  /** What the target turned out to be: a name for an id, the id of something just created. */
  target(target: AuditTarget): void;
  /** Who it turned out to be, where nobody was signed in before (sign-in, setup). */
  who(who: Pick<AuditWho, "actorId" | "actorName" | "sessionId">): void;
}

export interface BaseContext {
  /** Aborted at the deadline and when the client goes away before an external effect began. */
  readonly signal: AbortSignal;
  /** Shared by all audit rows of this run; a job keeps it. */
  readonly operationId: string;
  readonly client: ClientInfo;
  readonly audit: AuditNotes;
}

/** Inside the one transaction that also holds the audit event. */
export interface TransactionContext extends BaseContext {
  readonly tx: Tx;
}

/**
 * "database": one transaction, change and event together. "external": the intent is recorded first, the outcome after.
 * "job": intent, Job row and queue entry in one transaction; the job's end records the outcome under the same id.
 */
export type Effect = "database" | "external" | "job";

/** Paths whose rendered pages are stale after success. */
type Revalidate<I, O> = readonly string[] | ((input: I, data: O) => readonly string[]);

interface Declared {
  readonly kind: "operation" | "read";
  /** Audit action, REST operationId, row of the permission matrix. */
  readonly id: string;
  /** null: nobody need be signed in (setup, sign-in). Spelled out, never a default. */
  readonly permission: Permission | null;
}

export interface Operation<S extends z.ZodType, O> extends Declared {
  readonly kind: "operation";
  readonly effect: Effect;
  readonly input: S;
  /** Of a validated input; runs before the effect. */
  target(input: z.output<S>): AuditTarget;
  readonly deadlineMs: number;
  readonly revalidate: Revalidate<z.output<S>, O>;
  readonly quiet: boolean;
  prepare(principal: Principal, input: z.output<S>, context: BaseContext): Promise<unknown>;
  run(principal: Principal, input: z.output<S>, context: TransactionContext, prepared: unknown): Promise<O>;
}

export interface Read<S extends z.ZodType, O> extends Declared {
  readonly kind: "read";
  readonly input: S;
  readonly deadlineMs: number;
  run(principal: Principal, input: z.output<S>, context: Pick<BaseContext, "signal" | "client">): Promise<O>;
}

/** What the permission matrix and the tests go through: declarations whose inputs nobody knows any more. */
export type AnyDeclared = Operation<z.ZodType, unknown> | Read<z.ZodType, unknown>;

type Who<P> = P extends Permission ? Actor : Principal;
type Context<E> = E extends "external" ? BaseContext : TransactionContext;

interface OperationDeclaration<P extends Permission | null, E extends Effect, S extends z.ZodType, O, Q> {
  readonly id: string;
  readonly permission: P;
  readonly effect: E;
  /** z.strictObject: a field nobody declared is refused, not carried into an update. */
  readonly input: S;
  target(input: z.output<S>): AuditTarget;
  /** Default 30 s. */
  readonly deadlineMs?: number;
  readonly revalidate?: Revalidate<z.output<S>, O>;
  /** Success leaves no event. For a user's own display settings alone; failures and denials are recorded as ever. */
  readonly quiet?: true;
  /** Slow work before the transaction opens (hashing a password); its result is handed to `run`. */
  prepare?(actor: Who<P>, input: z.output<S>, context: BaseContext): Promise<Q>;
  run(actor: Who<P>, input: z.output<S>, context: Context<E>, prepared: Q): Promise<O>;
}

interface ReadDeclaration<P extends Permission | null, S extends z.ZodType, O> {
  readonly id: string;
  readonly permission: P;
  readonly input: S;
  readonly deadlineMs?: number;
  run(actor: Who<P>, input: z.output<S>, context: Pick<BaseContext, "signal" | "client">): Promise<O>;
}

const defaultDeadlineMs = 30_000;

// Once per process: Next keeps a copy of every module per bundle.
const slot = globalThis as typeof globalThis & { __longshoreDeclared?: Map<string, AnyDeclared> };

function declare(declared: AnyDeclared): void {
  slot.__longshoreDeclared ??= new Map();
  slot.__longshoreDeclared.set(declared.id, declared);
}

/** Everything declared by the modules loaded so far, by id. Load `lib/services/declared.ts` first to have all. */
export function declaredOperations(): readonly AnyDeclared[] {
  return [...(slot.__longshoreDeclared?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Declares a use case that changes something. Its order of steps is `execute`'s and never varies. */
export function defineOperation<
  P extends Permission | null,
  E extends Effect,
  S extends z.ZodType,
  O,
  Q = undefined,
>(declaration: OperationDeclaration<P, E, S, O, Q>): Operation<S, O> {
  const operation = {
    revalidate: [],
    quiet: false,
    deadlineMs: defaultDeadlineMs,
    ...declaration,
    kind: "operation",
    // `execute` lets nobody but an Actor past a permission, and gives a transaction to every effect but "external".
    prepare: (declaration.prepare ?? (async () => undefined)) as Operation<S, O>["prepare"],
    run: declaration.run as Operation<S, O>["run"],
  } satisfies Operation<S, O>;
  declare(operation as unknown as AnyDeclared);
  return operation;
}

/** Declares a read: the same order, no audit of success. */
export function defineRead<P extends Permission | null, S extends z.ZodType, O>(
  declaration: ReadDeclaration<P, S, O>,
): Read<S, O> {
  const read = {
    deadlineMs: defaultDeadlineMs,
    ...declaration,
    kind: "read",
    run: declaration.run as Read<S, O>["run"],
  } satisfies Read<S, O>;
  declare(read as unknown as AnyDeclared);
  return read;
}
