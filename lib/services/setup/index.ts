import "server-only";

export {
  createAdministratorFromEnvironment,
  createFirstAdministrator,
} from "./create-first-administrator.ts";
export { ensureSetupToken, isSetupOpen } from "./token.ts";
