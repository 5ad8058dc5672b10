import { isObject, objectsOf, stringOf, stringsOf } from "../json.ts";
import { basicAuthorization } from "../transport/token-endpoint.ts";
import type { Adapter } from "./adapter.ts";
import { pageByLink } from "./paging.ts";
import { catalogProduct, serverOf } from "./self-hosted.ts";

/**
 * JFrog Artifactory. A Docker repository's key is a part of the address (its own host or port, or the path /artifactory/api/docker/KEY),
 * and _catalog lists it; or it is the first part of every name, and only the API lists, key by key.
 * API: https://jfrog.com/help/r/jfrog-rest-apis/list-docker-repositories, https://jfrog.com/help/r/jfrog-rest-apis/get-repositories;
 * methods of addressing: https://jfrog.com/help/r/jfrog-artifactory-documentation/the-repository-path-method-for-docker.
 */
export const artifactory: Adapter = {
  ...catalogProduct(
    "artifactory",
    { deleteTag: "unknown", deleteDigest: "unknown", referrers: "unknown" },
    ({ headers }) =>
      headers.get("x-jfrog-version") !== undefined || /^artifactory/i.test(serverOf(headers))
        ? "JFrog Artifactory"
        : null,
  ),
  apiElse: ({ endpoint, credential }) =>
    new URL(endpoint).pathname === "/" && credential.kind !== "anonymous",
  api: {
    origin: ({ endpoint }) => new URL(endpoint).origin,
    headers: ({ credential }): Record<string, string> =>
      credential.kind === "anonymous"
        ? {}
        : { authorization: basicAuthorization(credential.username, credential.secret) },
    async *listRepositories(api, _target, options) {
      const keys = {
        path: ["artifactory", "api", "repositories"],
        query: { packageType: "docker" },
        next: () => null,
        itemsOf: (body: unknown) => objectsOf(body).flatMap(({ key }) => stringOf(key) ?? []),
      };
      for await (const { items } of api.listItems(keys, options)) {
        for (const key of items) {
          const path = ["artifactory", "api", "docker", key, "v2", "_catalog"];
          const namesOf = (body: unknown) =>
            stringsOf(isObject(body) ? body.repositories : []).map((name) => `${key}/${name}`);
          yield* api.listNames({ path, query: { n: "1000" }, next: pageByLink, namesOf }, options);
        }
      }
    },
  },
};
