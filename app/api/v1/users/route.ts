import { toGetHandler, toHandler } from "#lib/operations/web.ts";
import { createUser, listUsers } from "#lib/services/users/index.ts";

export const GET = toGetHandler(listUsers);
export const POST = toHandler(createUser);
