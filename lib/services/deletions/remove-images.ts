import pLimit from "p-limit";
import { AppError, type ErrorDto, toErrorDto } from "#lib/errors.ts";
import type { Digest, Tag } from "#lib/registry/types.ts";
import { endsRun, isAbsent } from "../repositories/index.ts";
import { type Asked, pointerOf, pointersOf, tagsByDigest } from "./pointers.ts";
import type { DeletionInput } from "./types.ts";

/** Digests under way at once. */
const TOGETHER = 4;

export interface Gone {
  readonly digest: Digest;
  /** None: the image had no tag. */
  readonly tags: readonly Tag[];
  /** It was gone before its turn came. */
  readonly before: boolean;
}

export interface Told {
  gone(what: Gone): Promise<void>;
  kept(digest: Digest, tags: readonly Tag[], error: ErrorDto): void;
}

type Image = DeletionInput["images"][number];

const moved = (tag: Tag) =>
  new AppError("CONFLICT", `${tag} points elsewhere now`, { reason: "tag_moved", params: { tag } });

/** Ends everything: what befell the registry, or its word that it does not delete this way. */
const stops = (error: unknown) =>
  endsRun(error) || (error instanceof AppError && error.code === "UNSUPPORTED");

/**
 * Deletes what was confirmed and nothing else; each tag is looked at once more the moment before. What befalls one image
 * is told and keeps it. Throws what befalls the registry; what was deleted until then has been told.
 */
export async function removeImages(asked: Asked, { by, images }: DeletionInput, told: Told): Promise<void> {
  const around = by === "digest" ? await tagsByDigest(asked) : new Map<Digest, readonly Tag[]>();
  const limit = pLimit(TOGETHER);
  const ended = new AbortController();
  const remove = async (image: Image): Promise<void> => {
    // Another one met the end of everything meanwhile.
    if (ended.signal.aborted) return;
    try {
      if (by === "tag") await untag(asked, image, told);
      else await removeImage(asked, image, around.get(image.digest) ?? [], told);
    } catch (error) {
      ended.abort();
      throw error;
    }
  };
  const all = await Promise.allSettled(images.map((image) => limit(() => remove(image))));
  for (const one of all) if (one.status === "rejected") throw one.reason;
}

async function untag(asked: Asked, { digest, tags, keepers = [] }: Image, told: Told): Promise<void> {
  const { client, name, signal } = asked;
  for (const tag of tags) {
    await orKeep(digest, [tag], told, async () => {
      const now = await pointerOf(asked, tag);
      if (now !== null && now !== digest) throw moved(tag);
      if (now !== null && keepers.length > 0) await requireKept(asked, tag, digest, keepers);
      const before = now === null || !(await deleted(client.deleteTag(name, tag, { signal })));
      await told.gone({ digest, tags: [tag], before });
    });
  }
}

/** The image was not to go with this tag: one of those that keep it must still be on it. */
async function requireKept(asked: Asked, tag: Tag, digest: Digest, keepers: readonly Tag[]): Promise<void> {
  for (const pointer of (await pointersOf(asked, keepers)).values()) if (pointer === digest) return;
  throw new AppError("CONFLICT", `${digest} would go with ${tag}`, {
    reason: "tag_is_last",
    params: { tag },
  });
}

/** By digest: the image with all its tags, provided that each of them was confirmed and is still on it. */
async function removeImage(
  asked: Asked,
  { digest, tags }: Image,
  found: readonly Tag[],
  told: Told,
): Promise<void> {
  const { client, name, signal } = asked;
  await orKeep(digest, tags, told, async () => {
    const others = found.filter((tag) => !tags.includes(tag));
    if (others.length > 0) {
      throw new AppError("CONFLICT", "tags nobody confirmed", {
        reason: "tags_appeared",
        params: { tags: others.slice(0, 5).join(", ") },
      });
    }
    const pointers = await pointersOf(asked, tags);
    for (const [tag, now] of pointers) if (now !== null && now !== digest) throw moved(tag);
    const absent = tags.filter((tag) => pointers.get(tag) === null);
    const present = tags.filter((tag) => pointers.get(tag) === digest);
    // Its tags were meant; where somebody took them all off, the image itself is nobody's to delete.
    if (tags.length === 0 || present.length > 0) {
      const before = !(await deleted(client.deleteManifest(name, digest, { signal })));
      await told.gone({ digest, tags: present, before });
    }
    if (absent.length > 0) await told.gone({ digest, tags: absent, before: true });
  });
}

/** False when it was not there any more. */
async function deleted(deletion: Promise<void>): Promise<boolean> {
  try {
    await deletion;
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function orKeep(
  digest: Digest,
  tags: readonly Tag[],
  told: Told,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (stops(error)) throw error;
    told.kept(digest, tags, toErrorDto(error));
  }
}
