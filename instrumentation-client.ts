/** The Navigation API; without it the page merely does not say that it is on its way. */
const entries = (globalThis as { navigation?: EventTarget }).navigation;
const root = document.documentElement;

/** Next's hook. Whatever is clicked, and however long the server takes, something is seen to happen (`data-going` in app/globals.css). */
export function onRouterTransitionStart(url: string, type: "push" | "replace" | "traverse"): void {
  // Who goes back has the new address before the page, and nothing would end it.
  if (!entries || type === "traverse" || new URL(url, location.href).href === location.href) return;
  root.toggleAttribute("data-going", true);
}

// Next writes the address when the page stands; also where a redirect led back to it.
entries?.addEventListener("currententrychange", () => root.removeAttribute("data-going"));
