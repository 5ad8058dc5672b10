import "server-only";

export { prepareIdentity } from "./at-start.ts";
export {
  createAdministratorFromEnvironment,
  createFirstAdministrator,
} from "./create-first-administrator.ts";
export { checkSealingKey } from "./sealing-key.ts";
export { ensureSetupToken, isSetupOpen } from "./token.ts";
