import "server-only";

export { listPermissions, type PermissionGroup } from "./list-permissions.ts";
