import { z } from "zod";
import { createDockerClient, type LocalImage } from "#lib/docker/index.ts";
import { defineRead } from "#lib/operations/index.ts";
import { reachHost } from "../hosts/index.ts";

export const imageSorts = ["name", "size", "created"] as const;
export const imageShows = ["tagged", "dangling", "used", "unused"] as const;

export interface ImageQuery {
  /** Anywhere in a tag, or the beginning of the image ID, any case. */
  readonly filter?: string | undefined;
  readonly show?: (typeof imageShows)[number] | undefined;
  readonly sort: (typeof imageSorts)[number];
  readonly direction: "asc" | "desc";
}

export interface ImagePage {
  readonly items: readonly LocalImage[];
  readonly count: number;
}

const compare: Record<ImageQuery["sort"], (a: LocalImage, b: LocalImage) => number> = {
  // Dangling images have no name: they come after all that have.
  name: (a, b) => (a.tags[0] ?? "\uffff").localeCompare(b.tags[0] ?? "\uffff"),
  size: (a, b) => a.sizeBytes - b.sizeBytes,
  created: (a, b) => (a.created ?? "").localeCompare(b.created ?? ""),
};

const shown: Record<NonNullable<ImageQuery["show"]>, (image: LocalImage) => boolean> = {
  tagged: (image) => !image.dangling,
  dangling: (image) => image.dangling,
  used: (image) => image.usedBy.length > 0,
  unused: (image) => image.usedBy.length === 0,
};

function matches(image: LocalImage, filter: string): boolean {
  const text = filter.toLowerCase();
  const id = text.replace(/^sha256:/, "");
  return (
    image.tags.some((tag) => tag.toLowerCase().includes(text)) ||
    image.id.startsWith(`sha256:${id}`) ||
    image.repoDigests.some((digest) => digest.includes(text))
  );
}

/**
 * The images of a host. A daemon lists all of them in one answer, so they come in one page. Throws DOCKER_UNREACHABLE with
 * the cause.
 */
export async function loadImages(
  hostId: string,
  query: ImageQuery,
  signal?: AbortSignal,
): Promise<ImagePage> {
  const host = await reachHost(hostId);
  const images = await createDockerClient(host.endpoint).listImages(signal);
  const sign = query.direction === "asc" ? 1 : -1;
  const items = images
    .filter((image) => !query.show || shown[query.show](image))
    .filter((image) => !query.filter || matches(image, query.filter))
    .toSorted((a, b) => sign * compare[query.sort](a, b) || a.id.localeCompare(b.id));
  return { items, count: items.length };
}

export const listImages = defineRead({
  id: "image.list",
  permission: "host:read",
  input: z.strictObject({
    hostId: z.string().max(64),
    filter: z.string().trim().max(255).optional(),
    show: z.enum(imageShows).optional(),
    sort: z.enum(imageSorts).default("created"),
    direction: z.enum(["asc", "desc"]).default("desc"),
  }),
  run: (_actor, { hostId, ...query }, { signal }) => loadImages(hostId, query, signal),
});
