/** Whether the rail is open; read on the server, so that nothing jumps. */
export const railCookie = "longshore-rail";

/**
 * Remembers a display choice for a year. Not for anything secret: scripts may read it.
 * @returns false when the browser keeps no cookies, so that nobody waits for an effect
 */
export function writeCookie(name: string, value: string): boolean {
  const pair = `${name}=${encodeURIComponent(value)}`;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent on plain HTTP
  document.cookie = `${pair}; path=/; max-age=31536000; samesite=lax`;
  return hasCookie(name, value);
}

export function hasCookie(name: string, value: string): boolean {
  return document.cookie.split("; ").includes(`${name}=${encodeURIComponent(value)}`);
}
