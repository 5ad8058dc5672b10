import { type FakeRegistry, sendJson, startFakeRegistry } from "../fake-registry.ts";
import { urlOf } from "./pages.ts";

export interface QuayOptions {
  /** An OAuth token, which sees private repositories. */
  readonly token: string;
  readonly namespaces: Readonly<
    Record<string, { readonly public: readonly string[]; readonly private: readonly string[] }>
  >;
}

/**
 * Quay's API. https://docs.redhat.com/en/documentation/red_hat_quay/3/html/red_hat_quay_api_reference/listrepos: GET
 * /api/v1/repository (namespace, public, next_page), answered by {repositories: [{namespace, name, is_public, kind}],
 * next_page}; errors are ApiError {status, error_message, title, type}. Two repositories fit a page here.
 */
export function startFakeQuay({ token, namespaces }: QuayOptions): Promise<FakeRegistry> {
  return startFakeRegistry({
    faults: [
      (request, response) => {
        const { pathname, searchParams } = urlOf(request);
        const { authorization } = request.headers;
        if (authorization !== undefined && authorization !== `Bearer ${token}`) {
          return sendJson(response, 401, {
            status: 401,
            error_message: "Requires authentication",
            title: "invalid_token",
          });
        }
        const namespace = searchParams.get("namespace") ?? "";
        const held = namespaces[namespace];
        if (pathname !== "/api/v1/repository" || held === undefined) {
          return sendJson(response, 404, { status: 404, error_message: "Not Found", title: "not_found" });
        }
        const names = [...held.public, ...(authorization === undefined ? [] : held.private)];
        const from = Number(Buffer.from(searchParams.get("next_page") ?? "", "base64").toString() || 0);
        const next = Buffer.from(`${from + 2}`).toString("base64");
        return sendJson(response, 200, {
          repositories: names.slice(from, from + 2).map((name) => ({ namespace, name, kind: "image" })),
          ...(from + 2 < names.length ? { next_page: next } : {}),
        });
      },
    ],
  });
}
