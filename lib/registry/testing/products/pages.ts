import type { IncomingMessage } from "node:http";

export interface NumberedPage<T> {
  readonly items: readonly T[];
  readonly page: number;
  /** The following page's number; null on the last. */
  readonly next: number | null;
  readonly total: number;
}

/** A page by number as many APIs have it, at most `most` items whatever is asked. */
export function numberedPage<T>(
  all: readonly T[],
  query: URLSearchParams,
  size: { readonly name: string; readonly usual: number; readonly most: number },
): NumberedPage<T> {
  const page = Number(query.get("page") ?? 1);
  const count = Math.min(Number(query.get(size.name) ?? size.usual), size.most);
  const items = all.slice((page - 1) * count, page * count);
  return { items, page, next: page * count < all.length ? page + 1 : null, total: all.length };
}

/** Repository → tag → digest; deletions take away from it. */
export type HeldTags = Map<string, Map<string, string>>;

export function heldTags(held: Readonly<Record<string, Readonly<Record<string, string>>>>): HeldTags {
  return new Map(Object.entries(held).map(([name, tags]) => [name, new Map(Object.entries(tags))]));
}

/** Repository → what a list says of its tags or images, item for item in the product's own words. */
export type HeldFacts = Readonly<Record<string, readonly unknown[]>>;

export function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? "", "http://product");
}

/** User and password of a Basic authorization; undefined without one. */
export function basicOf(request: IncomingMessage): string | undefined {
  const [scheme, value = ""] = (request.headers.authorization ?? "").split(" ");
  return scheme === "Basic" ? Buffer.from(value, "base64").toString("utf8") : undefined;
}

/** The whole body of a request. */
export async function bodyText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
