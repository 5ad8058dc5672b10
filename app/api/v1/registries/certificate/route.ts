import { readJson } from "#lib/operations/index.ts";
import { toGetHandler } from "#lib/operations/web.ts";
import { readCertificate } from "#lib/services/registries/index.ts";

// A read by its nature; POST because a certificate does not fit into an address.
export const POST = toGetHandler(readCertificate, (request) => readJson(request));
