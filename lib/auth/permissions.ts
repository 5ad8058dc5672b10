/** Who may do what. Closed and spelled out: what is not in the table is refused, an unknown role may do nothing. */
export const roles = ["administrator", "operator", "viewer"] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  "registry:read",
  "registry:refresh",
  "registry:manage",
  "host:read",
  "image:pull",
  "image:tag",
  "image:delete",
  "image:copy",
  "job:read",
  "job:cancel",
  "audit:read",
  "user:manage",
  "account:manage",
] as const;
export type Permission = (typeof permissions)[number];

const table: Readonly<Record<Permission, readonly Role[]>> = {
  "registry:read": ["administrator", "operator", "viewer"],
  "registry:refresh": ["administrator", "operator"],
  "registry:manage": ["administrator"],
  "host:read": ["administrator", "operator", "viewer"],
  "image:pull": ["administrator", "operator"],
  "image:tag": ["administrator", "operator"],
  "image:delete": ["administrator"],
  "image:copy": ["administrator", "operator"],
  "job:read": ["administrator", "operator", "viewer"],
  "job:cancel": ["administrator", "operator"],
  "audit:read": ["administrator"],
  "user:manage": ["administrator"],
  "account:manage": ["administrator", "operator", "viewer"],
};

/**
 * True only when the table names the role for the permission. Takes plain strings because roles come from a database that may
 * be newer than this process: a comparison of ranks ("at least operator") would let an unknown role through.
 */
export function may(role: string | null | undefined, permission: Permission): boolean {
  const allowed: readonly string[] | undefined = Object.hasOwn(table, permission)
    ? table[permission]
    : undefined;
  return allowed !== undefined && role !== null && role !== undefined && allowed.includes(role);
}

/** All permissions of one role, in the table's order; for the browser to know which buttons to show. */
export function permissionsOf(role: string): readonly Permission[] {
  return permissions.filter((permission) => may(role, permission));
}
