import { onTestFinished } from "vitest";
import { createRegistryClient } from "../client.ts";
import { parseRepositoryName, parseTag } from "../reference.ts";
import type { RegistryClient, RegistryTarget } from "../types.ts";
import { type FakeRegistry, type Fault, startFakeRegistry } from "./fake-registry.ts";
import { testImage } from "./images.ts";
import { impatient, testTarget } from "./target.ts";

export const app = parseRepositoryName("team/app");
export const tag = parseTag("1.0");
export const image = testImage();

/** A registry with one image, team/app:1.0, and these faults before it; it ends with the test. */
export async function fake(...faults: readonly Fault[]): Promise<FakeRegistry> {
  const registry = await startFakeRegistry({ faults });
  onTestFinished(registry.stop);
  registry.put(app, tag, image);
  return registry;
}

export function clientOf(registry: FakeRegistry, overrides: Partial<RegistryTarget> = {}): RegistryClient {
  return createRegistryClient(testTarget(registry.endpoint, overrides), impatient);
}
