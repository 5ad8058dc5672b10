import { AppError } from "../../errors.ts";
import { isObject, type JsonObject, objectsOf, stringOf, unexpected } from "../json.ts";
import type { ProductApi } from "../product-api.ts";
import type { SearchHit } from "../search-types.ts";
import type { RequestOptions } from "../types.ts";
import type { AdapterSearch } from "./adapter.ts";
import { hitOf, offsetOf } from "./search.ts";

/** Each is a request of its own. */
const projectsAtATime = 10;

/**
 * GitLab searches projects, not images: those the token's owner is a member of, by name, path and namespace; then what each
 * one's registry holds. https://docs.gitlab.com/api/projects/#list-all-projects (search, search_namespaces, membership),
 * https://docs.gitlab.com/api/container_registry/#within-a-project.
 */
export const gitlabSearch: AdapterSearch = {
  stars: true,
  official: false,
  // The registry's own address has no such API, and nobody is a member of nothing.
  offered: ({ settings, credential }) =>
    settings?.kind === "gitlab" && settings.api !== "" && credential.kind !== "anonymous",
  find: async (api, text, { minStars = 0, limit: _, cursor, ...options }) => {
    const query = {
      search: text,
      search_namespaces: "true",
      membership: "true",
      order_by: "last_activity_at",
      page: `${Math.max(1, offsetOf(cursor))}`,
      per_page: `${projectsAtATime}`,
    };
    const { body, headers } = await api.ask({ path: ["api", "v4", "projects"], query }, options);
    if (!Array.isArray(body)) throw unexpected("A search answered without projects");
    const starred = objectsOf(body).filter(
      ({ star_count }) => minStars === 0 || Number(star_count) >= minStars,
    );
    const hits = await Promise.all(starred.map((project) => imagesOf(api, project, options)));
    const next = headers.get("x-next-page") ?? "";
    return { hits: hits.flat(), ...(/^\d{1,4}$/.test(next) && { next }) };
  },
};

async function imagesOf(api: ProductApi, project: JsonObject, options: RequestOptions): Promise<SearchHit[]> {
  if (!Number.isSafeInteger(project.id)) return [];
  const path = ["api", "v4", "projects", `${project.id}`, "registry", "repositories"];
  const { body } = await api.ask({ path, query: { per_page: "100" } }, options).catch(withoutRegistry);
  const told = {
    description: project.description,
    stars: project.star_count,
    publisher: isObject(project.namespace) ? stringOf(project.namespace.name) : undefined,
    updated: project.last_activity_at,
  };
  return objectsOf(body).flatMap((image) => hitOf(image.path, told));
}

/** A project whose registry is switched off, or not for this account, holds nothing to be found. */
function withoutRegistry(error: unknown): { readonly body: unknown } {
  if (error instanceof AppError && (error.status === 403 || error.status === 404)) return { body: [] };
  throw error;
}
