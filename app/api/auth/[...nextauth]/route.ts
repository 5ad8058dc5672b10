import {
  anonymous,
  authHandler,
  clientInfo,
  currentPrincipal,
  deviceCookie,
  isActor,
  mirrorDisplay,
  setDeviceCookie,
} from "#lib/auth/index.ts";
import { execute } from "#lib/operations/index.ts";
import { signIn, signOut } from "#lib/services/sessions/index.ts";

const handler = authHandler({
  async signIn(credentials) {
    const [client, device] = await Promise.all([clientInfo(), deviceCookie()]);
    const result = await execute(signIn, anonymous(client), { ...credentials, device });
    if (!result.ok) return result;
    const { locale, theme } = result.data;
    await setDeviceCookie(result.data.device);
    // What the account prefers wins; where it has no opinion, this browser keeps the choice it made.
    await mirrorDisplay({ ...(locale ? { locale } : {}), ...(theme ? { theme } : {}) });
    // Whoever was signed in here before is not any more: the browser has one cookie.
    const previous = await currentPrincipal().catch(() => null);
    if (previous && isActor(previous)) await execute(signOut, previous, {});
    return result;
  },
});

export { handler as GET, handler as POST };
