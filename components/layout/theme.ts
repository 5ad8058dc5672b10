export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
export const themeCookie = "longshore-theme";

/** What a cookie or an account says, as a theme; anything else follows the system. */
export function parseTheme(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** The class on <html>: none lets `prefers-color-scheme` decide in CSS, so nothing flashes and no script is needed. */
export function themeClass(theme: Theme): string {
  return theme === "system" ? "" : theme;
}
