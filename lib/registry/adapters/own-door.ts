import { basicAuthorization } from "../transport/token-endpoint.ts";
import type { ApiDoor } from "./adapter.ts";

/** An API at the registry's own origin that takes the login of /v2/. */
export const ownDoor: Pick<ApiDoor, "origin" | "headers"> = {
  origin: ({ endpoint }) => new URL(endpoint).origin,
  headers: ({ credential }): Record<string, string> =>
    credential.kind === "anonymous"
      ? {}
      : { authorization: basicAuthorization(credential.username, credential.secret) },
};
