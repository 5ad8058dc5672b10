import type { Role } from "../../auth/permissions.ts";

/** A user as an administrator sees them. Dates ISO 8601. */
export interface UserDto {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly disabledAt: string | null;
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
  readonly liveSessions: number;
}
