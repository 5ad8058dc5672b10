import { z } from "zod";
import { endSessions } from "../../auth/sessions.ts";
import { AppError } from "../../errors.ts";
import { defineOperation } from "../../operations/index.ts";

/** Ends one of one's own sessions, on another device or this one. Somebody else's is NOT_FOUND, like one that never was. */
export const endSession = defineOperation({
  id: "session.end",
  permission: "account:manage",
  effect: "database",
  input: z.strictObject({ sessionId: z.uuid() }),
  target: ({ sessionId }) => ({ targetType: "session", targetId: sessionId }),
  revalidate: ["/account"],
  run: async (actor, { sessionId }, { tx }) => {
    const ended = await endSessions(tx, actor.userId, "ended_by_user", { only: sessionId });
    if (ended === 0) throw new AppError("NOT_FOUND", "no such live session of this user");
    return {};
  },
});

/** Ends all of one's own sessions but the one that asks. */
export const endOtherSessions = defineOperation({
  id: "session.endOthers",
  permission: "account:manage",
  effect: "database",
  input: z.strictObject({}),
  target: () => ({ targetType: "session" }),
  revalidate: ["/account"],
  run: async (actor, _input, { tx, audit }) => {
    const ended = await endSessions(tx, actor.userId, "ended_by_user", { except: actor.sessionId });
    audit.detail({ sessionsEnded: ended });
    return { ended };
  },
});

/** "Sign out everywhere": ends all of one's own sessions, the one that asks too. */
export const signOutEverywhere = defineOperation({
  id: "session.signOutEverywhere",
  permission: "account:manage",
  effect: "database",
  input: z.strictObject({}),
  target: () => ({ targetType: "session" }),
  run: async (actor, _input, { tx, audit }) => {
    const ended = await endSessions(tx, actor.userId, "signed_out");
    audit.detail({ sessionsEnded: ended });
    return { ended };
  },
});
