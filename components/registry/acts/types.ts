/** The repository something is done in. */
export interface ActPlace {
  readonly registryId: string;
  /** What docker writes before a repository. */
  readonly host: string;
  readonly repository: string;
}

/** What this person may do to images here. Deleting is "refused" where the registry does not do it. */
export interface ActRights {
  readonly tag: boolean;
  readonly delete: "offered" | "refused" | null;
}

export type ImageAct =
  | { readonly kind: "delete"; readonly tags: readonly string[] }
  | { readonly kind: "deleteDigest"; readonly digest: string }
  | { readonly kind: "addTag"; readonly digest: string };
