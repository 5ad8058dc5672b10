const most = 8;
const key = (username: string) => `longshore-recent:${username}`;

/** Places worth going back to: registries, repositories, tags, manifests, hosts. Not pages the rail leads to anyway. */
const isPlace = (path: string) => /^\/(registries\/[0-9a-f-]{36}|hosts\/)/.test(path);

/** Paths this person last opened in this browser, newest first. A convenience: without storage there are none. */
export function recentPaths(username: string): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key(username)) ?? "[]");
    if (!Array.isArray(stored)) return [];
    return stored.filter((path): path is string => typeof path === "string" && isPlace(path)).slice(0, most);
  } catch {
    return [];
  }
}

export function notePath(username: string, path: string): void {
  if (!isPlace(path)) return;
  const others = recentPaths(username).filter((before) => before !== path);
  try {
    localStorage.setItem(key(username), JSON.stringify([path, ...others].slice(0, most)));
  } catch {
    // Full or forbidden: nothing is remembered.
  }
}

/** At sign-out: the next person at this browser learns nothing. */
export function forgetPaths(username: string): void {
  try {
    localStorage.removeItem(key(username));
  } catch {
    // Nothing was remembered either.
  }
}
