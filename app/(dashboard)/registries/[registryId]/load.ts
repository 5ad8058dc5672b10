import { notFound } from "next/navigation";
import { decodeParams, type RouteParams } from "#lib/operations/index.ts";

export { type PageSearch, readForPage } from "../../load.ts";

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
