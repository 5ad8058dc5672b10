import { deriveSecret } from "../crypto/keyring.ts";
import { env } from "../env.ts";

/** Behind https the browser must never send the cookie in the clear; on http://localhost or a LAN address it still works. */
function secure(): boolean {
  return env().publicUrl.startsWith("https://");
}

/** Names and flags of our cookies. `__Host-` ties a cookie to this host alone, which browsers accept over https only. */
export function authCookies() {
  const isSecure = secure();
  const prefix = isSecure ? "__Host-" : "";
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure } as const;
  return {
    sessionToken: { name: `${prefix}longshore.session`, options },
    csrfToken: { name: `${prefix}longshore.csrf`, options },
    callbackUrl: { name: `${prefix}longshore.callback`, options },
    /** Marks a browser that has signed in before: see services/sessions/throttle. */
    device: { name: `${prefix}longshore.device`, options },
  };
}

/** next-auth's secret for the session cookie, derived from the sealing key. */
export function cookieSecret(): string {
  return deriveSecret("next-auth cookie").toString("base64url");
}
