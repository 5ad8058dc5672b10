import { z } from "zod";
import { may, type Permission, permissions, type Role, roles } from "../../auth/permissions.ts";
import { declaredOperations, defineRead } from "../../operations/index.ts";

export interface PermissionGroup {
  /** null: nobody need be signed in. */
  readonly permission: Permission | null;
  readonly roles: readonly Role[];
  readonly operations: readonly { readonly id: string; readonly changes: boolean }[];
}

/** The matrix, from the declarations themselves: what is asked for is what stands here. Load lib/services/declared.ts first. */
export const listPermissions = defineRead({
  id: "permission.list",
  permission: "user:manage",
  input: z.strictObject({}),
  run: async (): Promise<readonly PermissionGroup[]> => {
    const declared = declaredOperations();
    return [...permissions, null].map((permission) => ({
      permission,
      roles: permission === null ? roles : roles.filter((role) => may(role, permission)),
      operations: declared
        .filter((one) => one.permission === permission)
        .map(({ id, kind }) => ({ id, changes: kind === "operation" })),
    }));
  },
});
