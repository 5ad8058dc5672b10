import { record } from "../audit/record.ts";
import { isActor, type Principal } from "../auth/actor.ts";
import { may, type Permission } from "../auth/permissions.ts";
import { db } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { isTold } from "./strangers.ts";
import { whoOf } from "./who.ts";

async function recordDenial(principal: Principal, action: string, code: "UNAUTHENTICATED" | "FORBIDDEN") {
  // A tab whose session ended asks again and again: once a minute is enough.
  if (!isTold(principal, action, 1)) return;
  await record(db(), { ...whoOf(principal), action, phase: "single", outcome: "denied", errorCode: code });
}

/**
 * The first step of everything: who is it, and may they. Knows nothing of the input yet. Throws UNAUTHENTICATED or FORBIDDEN
 * after recording the denial.
 */
export async function permit(
  principal: Principal,
  declared: { readonly id: string; readonly permission: Permission | null },
): Promise<void> {
  if (declared.permission === null) return;
  const code = isActor(principal)
    ? may(principal.role, declared.permission)
      ? null
      : "FORBIDDEN"
    : "UNAUTHENTICATED";
  if (code === null) return;
  await recordDenial(principal, declared.id, code);
  throw new AppError(code, `${declared.id} needs ${declared.permission}`);
}
