import { enqueue } from "#lib/jobs/index.ts";
import { defineOperation } from "#lib/operations/index.ts";
import { reachHost } from "../hosts/index.ts";
import { pullInput, pullJob } from "./pull-job.ts";
import { writtenReference } from "./reference.ts";
import { findSource } from "./source.ts";

/** Orders a pull. Answers at once with the job that does it; the job's end records the outcome. */
export const pullImage = defineOperation({
  id: "image.pull",
  permission: "image:pull",
  effect: "job",
  input: pullInput,
  target: ({ repository, reference, registryId }) => ({
    targetType: "image",
    targetName: writtenReference(repository, reference),
    ...(registryId === null ? {} : { registryId }),
  }),
  run: async (actor, input, { tx, operationId, audit }) => {
    const [host, source] = await Promise.all([
      reachHost(input.hostId),
      findSource(input.registryId, input.repository),
    ]);
    const targetName = writtenReference(source.repository, input.reference);
    audit.target({ targetType: "image", targetName });
    audit.detail({
      host: host.name,
      account: source.username,
      ...(input.platform === undefined ? {} : { platform: input.platform }),
    });
    const jobId = await enqueue(tx, pullJob, {
      input,
      operationId,
      startedBy: actor,
      targetName,
      registryId: source.registry?.id ?? null,
      hostId: host.id,
    });
    return { jobId };
  },
});
