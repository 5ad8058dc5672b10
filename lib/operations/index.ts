import "server-only";

export { decodeParams, type RouteParams, readJson, readQuery } from "./body.ts";
export { withDeadline } from "./deadline.ts";
export {
  type AnyDeclared,
  type AuditNotes,
  type BaseContext,
  declaredOperations,
  defineOperation,
  defineRead,
  type Effect,
  type Operation,
  type Read,
  type TransactionContext,
} from "./define.ts";
export { type ExecuteOptions, execute, executeLazily, executeRead } from "./execute.ts";
export { asAppError, failure } from "./failure.ts";
export { validate } from "./validate.ts";
export { whoOf } from "./who.ts";
