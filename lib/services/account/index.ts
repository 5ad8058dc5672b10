import "server-only";

export { changePassword } from "./change-password.ts";
export { setLanguage, setTheme } from "./display.ts";
export { type AccountDto, getAccount } from "./get-account.ts";
