import { cookies } from "next/headers";

const year = 365 * 24 * 60 * 60;

/** What an account remembers of how its owner likes to read; null follows browser and system. */
export interface Display {
  readonly locale: string | null;
  readonly theme: string | null;
}

/**
 * Mirrors the account's language and theme into the cookies the first paint is made from (lib/i18n, components/layout). Browser
 * scripts change them too, so they are readable there; nothing in them is secret.
 */
export async function mirrorDisplay(display: Partial<Display>): Promise<void> {
  const jar = await cookies();
  const options = { path: "/", sameSite: "lax", maxAge: year } as const;
  const pairs = [
    ["longshore-locale", display.locale],
    ["longshore-theme", display.theme],
  ] as const;
  for (const [name, value] of pairs) {
    if (value === null) jar.delete(name);
    else if (value !== undefined) jar.set(name, value, options);
  }
}
