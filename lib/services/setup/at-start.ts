import { keyring } from "../../crypto/index.ts";
import { type Env, EnvError } from "../../env.ts";
import { AppError } from "../../errors.ts";
import { log } from "../../log.ts";
import { createAdministratorFromEnvironment } from "./create-first-administrator.ts";
import { checkSealingKey } from "./sealing-key.ts";
import { ensureSetupToken } from "./token.ts";

type NamedAdministrator = NonNullable<Env["admin"]>;

/** Shorter ones are the operator's own decision here, but not without a word. */
const adviceLength = 12;

/**
 * Before the first request: the sealing key is there and the right one, the administrator named in the environment exists.
 * Returns the setup link's path while there is nobody, else null. Throws EnvError, for the person
 * at the terminal, when the key cannot be read at all or the named administrator is impossible.
 */
export async function prepareIdentity(admin: NamedAdministrator | undefined): Promise<string | null> {
  try {
    return await prepare(admin);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new EnvError([error.message]);
  }
}

async function prepare(admin: NamedAdministrator | undefined): Promise<string | null> {
  keyring();
  if (!(await checkSealingKey())) {
    log().error(
      "The sealing key is not the one this database was used with. Stored registry passwords stay closed until the old key " +
        "is back (LONGSHORE_SECRET_KEY, LONGSHORE_SECRET_KEY_FILE or secret.key in the data folder). Nothing is lost.",
    );
  }
  if (admin) {
    const password = admin.password();
    if (await createAdministratorFromEnvironment({ username: admin.username, password })) {
      log().info({ username: admin.username }, "first administrator created from the environment");
      if (password.length < adviceLength) {
        log().warn(
          `The administrator's password has fewer than ${adviceLength} characters: change it after signing in.`,
        );
      }
    }
  }
  const token = await ensureSetupToken();
  return token === null ? null : `/setup#token=${token}`;
}
