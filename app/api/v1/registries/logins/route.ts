import { readJson } from "#lib/operations/index.ts";
import { toGetHandler } from "#lib/operations/web.ts";
import { readDockerLogins } from "#lib/services/registries/index.ts";

// A read by its nature; POST because passwords belong in no address.
export const POST = toGetHandler(readDockerLogins, (request) => readJson(request));
