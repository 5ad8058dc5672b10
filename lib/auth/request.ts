import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { db, isDatabaseUnavailable } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { type Actor, isActor, type Principal } from "./actor.ts";
import { relativePath } from "./relative-path.ts";
import { actorOf, principalOf } from "./sessions.ts";
import { clientInfo, sessionClaim } from "./token.ts";

async function unlessAway<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    const away = new AppError("DATABASE_UNAVAILABLE", "Postgres cannot be reached", { cause: error });
    // The one thing Next lets through from a page that threw to the browser: its error page says what it is.
    throw Object.assign(away, { digest: away.code });
  }
}

/**
 * Who makes this request, checked against the Session row, once per request. Throws DATABASE_UNAVAILABLE when that cannot be
 * known: an outage is not a sign-out.
 */
export const currentPrincipal = cache(async (): Promise<Principal> => {
  const [claim, client] = await Promise.all([sessionClaim(), clientInfo()]);
  return unlessAway(principalOf(claim, client));
});

/** The signed-in user or null. Throws DATABASE_UNAVAILABLE. */
export async function findActor(): Promise<Actor | null> {
  const principal = await currentPrincipal();
  return isActor(principal) ? principal : null;
}

/** The signed-in user. Throws UNAUTHENTICATED or DATABASE_UNAVAILABLE. Every loader, handler and action begins with it. */
export async function requireActor(): Promise<Actor> {
  return actorOf(await currentPrincipal());
}

/** True until there is a user: the first one is the first administrator, and one administrator always stays. */
export async function isSetupNeeded(): Promise<boolean> {
  return (await unlessAway(db().user.findFirst({ select: { id: true } }))) === null;
}

/** Client navigation asks for the page's data with a marker of Next's own in the query. */
function withoutRsc(path: string): string {
  return path.replace(/([?&])_rsc=[^&]*&?/, "$1").replace(/[?&]$/, "");
}

/**
 * For pages: the signed-in user, or the way to /login (to /setup while nobody could sign in), coming back to this page
 * afterwards. Layouts do not run again on client navigation, so every page calls it itself.
 */
export async function pageActor(): Promise<Actor> {
  const actor = await findActor();
  if (actor) return actor;
  if (await isSetupNeeded()) redirect("/setup");
  const path = relativePath(withoutRsc((await headers()).get("x-longshore-path") ?? "/"));
  redirect(path === "/" ? "/login" : `/login?callbackUrl=${encodeURIComponent(path)}`);
}
