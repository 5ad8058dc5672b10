const longest = 2_000;

/**
 * The path a sign-in may lead back to: ours, or `fallback`. Refuses other sites in every spelling browsers accept
 * ("//evil", "/\evil", a tab or line break in between) and the pages that would lead in a circle.
 */
export function relativePath(value: unknown, fallback = "/"): string {
  if (typeof value !== "string" || value.length > longest) return fallback;
  if (!value.startsWith("/") || /^\/[/\\]/.test(value)) return fallback;
  // Browsers drop tabs and line breaks inside a URL before they read it.
  if ([...value].some((character) => character <= " " || character === "\x7f" || character === "\\"))
    return fallback;
  const base = "http://longshore.invalid";
  const url = URL.canParse(value, base) ? new URL(value, base) : null;
  if (url === null || url.origin !== base) return fallback;
  // "/.//evil.example" is ours until its dots are resolved: then it is "//evil.example".
  if (/^\/(\/|(login|setup|api)(\/|$))/.test(url.pathname)) return fallback;
  return url.pathname + url.search + url.hash;
}
