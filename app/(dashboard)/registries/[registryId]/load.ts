import { notFound } from "next/navigation";
import type { z } from "zod";
import { type Actor, pageActor } from "#lib/auth/index.ts";
import type { Result } from "#lib/errors.ts";
import { decodeParams, executeRead, type Read, type RouteParams } from "#lib/operations/index.ts";

/** Route parameters of everything under a registry, decoded; an address with broken encoding is not found. */
export async function routeParams(params: Promise<RouteParams>): Promise<{
  registryId: string;
  repository: string;
  tag: string;
  digest: string;
}> {
  const text = (value: string | string[] | undefined) =>
    Array.isArray(value) ? value.join("/") : (value ?? "");
  try {
    const decoded = decodeParams(await params);
    return {
      registryId: text(decoded.registryId),
      repository: text(decoded.repository),
      tag: text(decoded.tag),
      digest: text(decoded.digest),
    };
  } catch {
    notFound();
  }
}

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
