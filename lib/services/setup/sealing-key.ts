import { open, reseal, seal } from "../../crypto/index.ts";
import { db } from "../../db/index.ts";
import { AppError } from "../../errors.ts";

const settingKey = "sealingKey.check";
const row = "setting:sealingKey.check";

/**
 * Holds this process's key against what the installation was sealed with, by one sealed word kept in the database. False when
 * it is another key: stored secrets then stay as they are and open again once the right key is back.
 */
export async function checkSealingKey(): Promise<boolean> {
  await db().setting.createMany({
    data: [{ key: settingKey, value: seal("longshore", row) }],
    skipDuplicates: true,
  });
  const { value } = await db().setting.findUniqueOrThrow({
    where: { key: settingKey },
    select: { value: true },
  });
  try {
    open(String(value), row);
  } catch (error) {
    if (error instanceof AppError && error.reason === "secret_key_wrong") return false;
    throw error;
  }
  // Rotated: from now on the new key is the one to compare with.
  const fresh = reseal(String(value), row);
  if (fresh)
    await db().setting.update({ where: { key: settingKey }, data: { value: fresh }, select: { key: true } });
  return true;
}
