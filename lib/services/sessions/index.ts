import "server-only";

export { endOtherSessions, endSession, signOutEverywhere } from "./end-session.ts";
export { listSessions, type SessionDto } from "./list-sessions.ts";
export { type SignedIn, signIn } from "./sign-in.ts";
export { signOut } from "./sign-out.ts";
