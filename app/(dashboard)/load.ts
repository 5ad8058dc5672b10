import { notFound } from "next/navigation";
import type { z } from "zod";
import { type Actor, pageActor } from "#lib/auth/index.ts";
import type { Result } from "#lib/errors.ts";
import { executeRead, type Read } from "#lib/operations/index.ts";

export type PageSearch = Promise<Readonly<Record<string, string | string[] | undefined>>>;

/** Runs a read for a page: what is absent becomes the 404 page, every other failure is the page's to show. */
export async function readForPage<S extends z.ZodType, O>(
  read: Read<S, O>,
  input: z.input<S>,
): Promise<{ actor: Actor; result: Result<O> }> {
  const actor = await pageActor();
  const result = await executeRead(read, actor, async () => input);
  if (!result.ok && result.error.code === "NOT_FOUND") notFound();
  return { actor, result };
}
