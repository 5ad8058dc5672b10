import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions, type SignInHooks } from "./options.ts";

interface RouteContext {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** All of next-auth that Longshore offers. Its pages, lists, sessions and sign-out are our own. */
const offered = new Set(["GET csrf", "POST callback/credentials"]);

/** Its readers of JSON and of files answer 500 to what is none; the sign-in page sends neither. */
const isForm = (request: Request) =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers.get("content-type") ?? "");

/** The route handler of /api/auth. */
export function authHandler(hooks: SignInHooks) {
  return async (request: NextRequest, context: RouteContext): Promise<Response> => {
    const action = (await context.params).nextauth.join("/");
    if (!offered.has(`${request.method} ${action}`)) return new Response(null, { status: 404 });
    if (request.method === "POST" && !isForm(request)) return new Response(null, { status: 415 });
    return NextAuth(request, context, authOptions(hooks));
  };
}
