import "server-only";

export { createUser } from "./create-user.ts";
export { disableUser, enableUser } from "./disable-user.ts";
export { listUsers, type UserPage } from "./list-users.ts";
export { resetPassword } from "./reset-password.ts";
export { setUserRole } from "./set-user-role.ts";
export type { UserDto } from "./types.ts";
