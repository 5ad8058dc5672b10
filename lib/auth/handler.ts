import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions, type SignInHooks } from "./options.ts";
import { findActor } from "./request.ts";

interface RouteContext {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** All of next-auth that Longshore offers. Its own pages, providers list and error pages are not among them. */
const offered = new Set(["GET csrf", "GET session", "POST callback/credentials", "POST signout"]);

/** The route handler of /api/auth. */
export function authHandler(hooks: SignInHooks) {
  return async (request: NextRequest, context: RouteContext): Promise<Response> => {
    const action = (await context.params).nextauth.join("/");
    if (!offered.has(`${request.method} ${action}`)) return new Response(null, { status: 404 });
    // next-auth believes the cookie alone; a session whose row has ended is none.
    if (action === "session" && (await findActor()) === null) return Response.json({});
    return NextAuth(request, context, authOptions(hooks));
  };
}
