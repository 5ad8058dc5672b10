import type { Role } from "#lib/auth/permissions.ts";
import type { Result } from "#lib/errors.ts";

type Act<I> = (input: I) => Promise<Result<unknown>>;

/** What an administrator can do to people; each is a server action. */
export interface UserActs {
  readonly create: Act<{ username: string; password: string; role: Role }>;
  readonly setRole: Act<{ userId: string; role: Role }>;
  readonly resetPassword: Act<{ userId: string; password: string }>;
  readonly disable: Act<{ userId: string }>;
  readonly enable: Act<{ userId: string }>;
}

export const userKeys = {
  all: ["users"] as const,
  list: () => [...userKeys.all, "list"] as const,
};
