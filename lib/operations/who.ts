import type { AuditWho } from "../audit/record.ts";
import { isActor, type Principal } from "../auth/actor.ts";

/** The part of an audit event that says who and from where. */
export function whoOf(principal: Principal): AuditWho {
  const { requestId, address, peerAddress, userAgent } = principal.client;
  const from = { requestId, address, peerAddress, userAgent };
  if (!isActor(principal)) return { ...from, actorName: "anonymous" };
  return {
    ...from,
    actorId: principal.userId,
    actorName: principal.username,
    sessionId: principal.sessionId,
  };
}
