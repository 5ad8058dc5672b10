import { expect } from "vitest";
import { execute } from "#lib/operations/index.ts";
import { type IndexJobDto, loadJob } from "../../jobs/index.ts";
import { actorOf } from "../../repositories/testing.ts";
import { refreshRegistry } from "../refresh-registry.ts";

/** Orders a run as an operator would. Returns the job's id. */
export async function order(registryId: string): Promise<string> {
  const result = await execute(refreshRegistry, actorOf("operator"), { registryId });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.data.jobId;
}

export const load = async (jobId: string) => (await loadJob(jobId)) as IndexJobDto;

/** The job once it is over, however. */
export async function ended(jobId: string): Promise<IndexJobDto> {
  await expect.poll(async () => (await load(jobId)).finishedAt, { timeout: 30_000 }).not.toBeNull();
  return load(jobId);
}
