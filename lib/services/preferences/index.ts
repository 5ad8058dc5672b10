import "server-only";

export { getPreference, listTablePreferences, setPreference } from "./preferences.ts";
