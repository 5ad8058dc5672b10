import { LRUCache } from "lru-cache";
import { cookies, headers } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import type { ClientInfo } from "./actor.ts";
import { authCookies, cookieSecret } from "./cookies.ts";
import { claimLifetimeSeconds, type SessionClaim, sessionLifetimeMs } from "./sessions.ts";

/** Opening a seal derives its key anew each time. What it says never changes; whether it still counts, the session's row says. */
const opened = new LRUCache<string, SessionClaim>({ max: 1_000, ttl: 5 * 60_000 });

/** Reads what the session cookie claims; null when absent, forged or sealed with another key. */
export async function sessionClaim(): Promise<SessionClaim | null> {
  const token = (await cookies()).get(authCookies().sessionToken.name)?.value;
  if (!token) return null;
  const known = opened.get(token);
  if (known) return known;
  const claim = await openSeal(token);
  if (claim) opened.set(token, claim);
  return claim;
}

async function openSeal(token: string): Promise<SessionClaim | null> {
  const payload = await decode({ token, secret: cookieSecret() }).catch(() => null);
  const { sid, sub } = payload ?? {};
  return typeof sid === "string" && typeof sub === "string" ? { sessionId: sid, userId: sub } : null;
}

/** Gives this browser the cookie of a session that was just started. In actions and route handlers only. */
export async function issueSessionCookie(claim: SessionClaim): Promise<void> {
  const { name, options } = authCookies().sessionToken;
  const value = await encode({
    token: { sub: claim.userId, sid: claim.sessionId },
    secret: cookieSecret(),
    maxAge: claimLifetimeSeconds,
  });
  (await cookies()).set(name, value, { ...options, maxAge: sessionLifetimeMs / 1000 });
}

/** Forgets the session cookie. The row must be ended first: a copied cookie would still be good. */
export async function clearSessionCookie(): Promise<void> {
  const { name, options } = authCookies().sessionToken;
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

const deviceLifetimeSeconds = 400 * 24 * 60 * 60;

/** The mark of a browser that has signed in before; says nothing until lib/services/sessions has looked at it. */
export async function deviceCookie(): Promise<string | undefined> {
  return (await cookies()).get(authCookies().device.name)?.value;
}

/** Marks this browser as one that has signed in. In actions and route handlers only. */
export async function setDeviceCookie(value: string): Promise<void> {
  const { name, options } = authCookies().device;
  (await cookies()).set(name, value, { ...options, maxAge: deviceLifetimeSeconds });
}

/** Where the request came from, as the server in front of Next wrote it; a client's own such headers were removed there. */
export async function clientInfo(): Promise<ClientInfo> {
  const list = await headers();
  const read = (name: string) => list.get(name) ?? undefined;
  return {
    requestId: read("x-longshore-request-id") ?? crypto.randomUUID(),
    address: read("x-longshore-address"),
    peerAddress: read("x-longshore-peer"),
    userAgent: read("user-agent"),
  };
}
