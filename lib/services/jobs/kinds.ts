import type { JobDto } from "./types.ts";

const all: Readonly<Record<JobDto["kind"], true>> = {
  "image.pull": true,
  "image.copy": true,
  "image.delete": true,
  "registry.index": true,
};

/** Every kind of job, in the order lists offer them. */
export const jobKinds = Object.keys(all) as readonly JobDto["kind"][];
