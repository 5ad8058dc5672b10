import { useEffect, useState } from "react";

/** The token out of a fragment, a whole link or the bare token, whatever was pasted. */
export function tokenIn(text: string): string {
  return /(?:^|[#?&])token=([\w-]+)/.exec(text)?.[1] ?? text.trim();
}

/**
 * The setup token from the address's fragment, which no browser sends to a server or writes into a Referer. It is taken out of
 * the address bar and the history at once. Empty when the page was opened without one; null until the browser has looked.
 * The link pasted into a tab that shows this page already only changes the fragment: that counts too.
 */
export function useSetupToken(): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const take = () => {
      const { hash, pathname } = window.location;
      setToken((known) => (hash ? tokenIn(hash) : (known ?? "")));
      if (hash) window.history.replaceState(window.history.state, "", pathname);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, []);
  return token;
}
