import { z } from "zod";
import type { Role } from "../../auth/permissions.ts";
import { db } from "../../db/index.ts";
import { AppError } from "../../errors.ts";
import { defineRead } from "../../operations/index.ts";

/** Oneself. Dates ISO 8601. */
export interface AccountDto {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly locale: string | null;
  readonly theme: string | null;
  readonly createdAt: string;
  readonly passwordChangedAt: string;
}

/** One's own account. */
export const getAccount = defineRead({
  id: "account.get",
  permission: "account:manage",
  input: z.strictObject({}),
  run: async (actor): Promise<AccountDto> => {
    const user = await db().user.findUnique({
      where: { id: actor.userId },
      select: {
        id: true,
        username: true,
        role: true,
        locale: true,
        theme: true,
        createdAt: true,
        passwordChangedAt: true,
      },
    });
    if (!user) throw new AppError("NOT_FOUND", "no such user");
    return {
      ...user,
      createdAt: user.createdAt.toISOString(),
      passwordChangedAt: user.passwordChangedAt.toISOString(),
    };
  },
});
