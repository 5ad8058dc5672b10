import { z } from "zod";
import { roles } from "../../auth/permissions.ts";
import { hashPassword } from "../../crypto/index.ts";
import { AppError } from "../../errors.ts";
import { defineOperation } from "../../operations/index.ts";
import { lockUsers } from "./guard.ts";
import { passwordIsNotName, passwordSchema, usernameKey, usernameSchema } from "./names.ts";

/** Adds a user with a first password. CONFLICT/name_taken, names compared without case. */
export const createUser = defineOperation({
  id: "user.create",
  permission: "user:manage",
  effect: "database",
  input: z
    .strictObject({ username: usernameSchema, password: passwordSchema, role: z.enum(roles) })
    .refine(passwordIsNotName, { path: ["password"], error: "password_is_username" }),
  target: ({ username }) => ({ targetType: "user", targetName: username }),
  revalidate: ["/admin/users"],
  prepare: (_actor, { password }) => hashPassword(password),
  run: async (_actor, { username, role }, { tx, audit }, passwordHash) => {
    await lockUsers(tx);
    const key = usernameKey(username);
    if (await tx.user.findUnique({ where: { usernameKey: key }, select: { id: true } })) {
      throw new AppError("CONFLICT", "name taken", { reason: "name_taken", params: { name: username } });
    }
    const { id } = await tx.user.create({
      data: { username, usernameKey: key, passwordHash, role },
      select: { id: true },
    });
    audit.target({ targetId: id });
    audit.after({ username, role });
    return { id };
  },
});
