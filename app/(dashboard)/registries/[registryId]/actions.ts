"use server";

import { toAction } from "#lib/operations/web.ts";
import { refreshRegistry as refreshAll } from "#lib/services/index-runs/index.ts";
import {
  pinRepository as pin,
  refreshRepository as refreshTags,
  unpinRepository as unpin,
} from "#lib/services/repositories/index.ts";

export const pinRepository = toAction(pin);
export const unpinRepository = toAction(unpin);
export const refreshRegistry = toAction(refreshAll);
export const refreshRepository = toAction(refreshTags);
