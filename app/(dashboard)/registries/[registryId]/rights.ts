import type { ActRights } from "#components/registry/acts/types.ts";
import { may } from "#lib/auth/index.ts";
import type { ReachedRegistry } from "#lib/services/repositories/index.ts";

/** What somebody of this role may do to images of a registry, and what the registry itself takes. */
export function rightsIn(
  role: string,
  { disabled, deletion }: Pick<ReachedRegistry, "disabled" | "deletion">,
  what: "tags" | "digest" = "tags",
): ActRights {
  const takes = deletion.deleteDigest !== "never" || (what === "tags" && deletion.deleteTag !== "never");
  return {
    tag: may(role, "image:tag") && !disabled,
    delete: may(role, "image:delete") && !disabled ? (takes ? "offered" : "refused") : null,
  };
}

/** Whether there is anything to offer for an image; one that is not read yet takes no tag. */
export const hasActs = (rights: ActRights, digest: string | null): boolean =>
  (rights.tag && digest !== null) || rights.delete !== null;
