import type { Role } from "./permissions.ts";

/** Where a request came from. Set by the server on every request, never taken from the client's own headers. */
export interface ClientInfo {
  readonly requestId: string;
  /** As far as trusted proxies vouch for it. */
  readonly address?: string;
  /** The peer the socket really had. */
  readonly peerAddress?: string;
  readonly userAgent?: string;
}

/** Somebody signed in, checked against their Session row for this very request. */
export interface Actor {
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
  readonly sessionId: string;
  readonly client: ClientInfo;
}

/** Somebody who is not signed in. */
export interface Anonymous {
  readonly userId: null;
  readonly client: ClientInfo;
}

export type Principal = Actor | Anonymous;

/** The principal of a request without a session. */
export function anonymous(client: ClientInfo): Anonymous {
  return { userId: null, client };
}

/** True for somebody signed in. */
export function isActor(principal: Principal): principal is Actor {
  return principal.userId !== null;
}
