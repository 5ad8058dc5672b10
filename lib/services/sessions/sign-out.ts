import { z } from "zod";
import { endSessions } from "../../auth/sessions.ts";
import { defineOperation } from "../../operations/index.ts";

/** Ends the session that asks. The cookie is the caller's to clear, after this succeeded. */
export const signOut = defineOperation({
  id: "session.signOut",
  permission: "account:manage",
  effect: "database",
  input: z.strictObject({}),
  target: () => ({ targetType: "session" }),
  run: async (actor, _input, { tx, audit }) => {
    audit.target({ targetId: actor.sessionId });
    await endSessions(tx, actor.userId, "signed_out", { only: actor.sessionId });
    return {};
  },
});
