"use server";

import { toAction } from "#lib/operations/web.ts";
import {
  pinRepository as pin,
  refreshRegistry as refreshList,
  refreshRepository as refreshTags,
  unpinRepository as unpin,
} from "#lib/services/repositories/index.ts";

export const pinRepository = toAction(pin);
export const unpinRepository = toAction(unpin);
export const refreshRegistry = toAction(refreshList);
export const refreshRepository = toAction(refreshTags);
