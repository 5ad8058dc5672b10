import "server-only";

export { type Actor, type Anonymous, anonymous, type ClientInfo, isActor, type Principal } from "./actor.ts";
export { authCookies } from "./cookies.ts";
export { type Display, mirrorDisplay } from "./display-cookies.ts";
export { authHandler } from "./handler.ts";
export type { SignInHooks } from "./options.ts";
export { may, type Permission, permissions, permissionsOf, type Role, roles } from "./permissions.ts";
export { relativePath } from "./relative-path.ts";
export { currentPrincipal, findActor, isSetupNeeded, pageActor, requireActor } from "./request.ts";
export {
  endSessions,
  liveAt,
  principalOf,
  type SessionClaim,
  type SessionEnd,
  startSession,
} from "./sessions.ts";
export {
  clearSessionCookie,
  clientInfo,
  deviceCookie,
  issueSessionCookie,
  sessionClaim,
  setDeviceCookie,
} from "./token.ts";
