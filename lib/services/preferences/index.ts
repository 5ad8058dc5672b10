import "server-only";

export { getPreference, setPreference } from "./preferences.ts";
