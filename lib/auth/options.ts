import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { env } from "../env.ts";
import type { ErrorDto, Result } from "../errors.ts";
import { log } from "../log.ts";
import { authCookies, cookieSecret } from "./cookies.ts";
import { claimLifetimeSeconds, type SessionClaim, sessionLifetimeMs } from "./sessions.ts";

/** The use cases behind next-auth, given by the route so that lib/auth need not know lib/services. */
export interface SignInHooks {
  signIn(credentials: {
    readonly username: string;
    readonly password: string;
  }): Promise<Result<SessionClaim>>;
}

/**
 * What a refused sign-in says, in the `error` parameter next-auth answers with: "RATE_LIMITED sign_in_refused 12". Codes and
 * seconds only; the words are chosen in the browser.
 */
function refusal({ code, reason, params }: ErrorDto): string {
  return [code, reason ?? "-", params?.seconds ?? "-"].join(" ");
}

/**
 * next-auth's options. Its callbacks touch no database: an error inside the jwt callback would make next-auth delete the cookie,
 * so that a ten-second outage signed everybody out.
 */
export function authOptions(hooks: SignInHooks): NextAuthOptions {
  const { sessionToken, csrfToken, callbackUrl } = authCookies();
  const maxAge = sessionLifetimeMs / 1000;
  // next-auth reads its own address from here alone; without it, it takes localhost:3000 and warns.
  process.env.NEXTAUTH_URL = env().publicUrl;
  return {
    secret: cookieSecret(),
    useSecureCookies: sessionToken.options.secure,
    cookies: {
      // next-auth says when it ends, by our clock; browsers believe how long it lasts before that.
      sessionToken: { ...sessionToken, options: { ...sessionToken.options, maxAge } },
      csrfToken,
      callbackUrl,
    },
    session: { strategy: "jwt", maxAge },
    jwt: { maxAge: claimLifetimeSeconds },
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    providers: [
      CredentialsProvider({
        credentials: { username: {}, password: {} },
        async authorize(given) {
          const result = await hooks.signIn({
            username: given?.username ?? "",
            password: given?.password ?? "",
          });
          if (!result.ok) throw new Error(refusal(result.error));
          return { id: result.data.userId, sessionId: result.data.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) =>
        user && "sessionId" in user
          ? { sub: user.id, sid: user.sessionId }
          : { sub: token.sub, sid: token.sid },
      session: ({ session }) => ({ expires: session.expires, user: {} }),
      // The browser goes where relativePath() of the login page says; next-auth's own redirects stay at home.
      redirect: ({ baseUrl }) => baseUrl,
    },
    logger: {
      error: (code, metadata) => {
        // A refused password is no fault of the server's; the audit log has it.
        if (metadata instanceof Error && /^[A-Z_]+ \S+ \S+$/.test(metadata.message)) return;
        log().error({ code, error: metadata instanceof Error ? metadata : metadata.error }, "next-auth");
      },
      warn: (code) => log().debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}
