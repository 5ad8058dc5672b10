"use server";

import { after } from "next/server";
import type { z } from "zod";
import { toAction } from "#lib/operations/web.ts";
import { refreshRegistry } from "#lib/services/index-runs/index.ts";
import {
  turnOffNotifications as turnOff,
  turnOnNotifications as turnOn,
} from "#lib/services/notifications/index.ts";
import {
  approveTokenHost as approve,
  createRegistry as create,
  disableRegistry as disable,
  enableRegistry as enable,
  forgetCredential as forget,
  importDockerLogin as importLogin,
  inspectRegistry,
  removeRegistry as remove,
  setIndexing as setIndex,
  updateRegistry as update,
} from "#lib/services/registries/index.ts";
import { refreshRegistryInBackground } from "#lib/services/repositories/index.ts";

/** Everything it holds is read at once, what it is first of all. False where that is under way, or paused. */
async function readAll(registryId: string): Promise<boolean> {
  return (await toAction(refreshRegistry)({ registryId })).ok;
}

export async function createRegistry(input: z.input<typeof create.input>) {
  const result = await toAction(create)(input);
  if (result.ok) await readAll(result.data.registryId);
  return result;
}

export async function importDockerLogin(input: z.input<typeof importLogin.input>) {
  const result = await toAction(importLogin)(input);
  if (result.ok) await readAll(result.data.registryId);
  return result;
}

/** Once the answer is out: what is it now, and what does it hold. Both tell the open pages; a failure stands on the row. */
export async function updateRegistry(input: z.input<typeof update.input>) {
  const result = await toAction(update)(input);
  if (!result.ok) return result;
  const { registryId, reconnects } = result.data;
  if (reconnects && (await readAll(registryId))) return result;
  after(async () => {
    if (!(await inspectRegistry(registryId))) return;
    refreshRegistryInBackground({ id: registryId, stale: true, disabled: false }, { force: true });
  });
  return result;
}

export const forgetCredential = toAction(forget);
export const disableRegistry = toAction(disable);
export const enableRegistry = toAction(enable);
export const removeRegistry = toAction(remove);
export const approveTokenHost = toAction(approve);
export const turnOnNotifications = toAction(turnOn);
export const turnOffNotifications = toAction(turnOff);
export const setIndexing = toAction(setIndex);
