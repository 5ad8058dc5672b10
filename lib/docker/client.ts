import Docker from "dockerode";
import { parseEndpoint } from "./endpoint.ts";
import { translate } from "./errors.ts";
import { pull } from "./pull.ts";
import { abortable, readDiskUsage, readImages, readInfo } from "./reads.ts";
import type { DockerClient } from "./types.ts";

const readDeadlineMs = 10_000;
/** The daemon walks every layer and volume for this one. */
const diskUsageDeadlineMs = 60_000;

/**
 * One Docker Engine. Makes no connection of its own: a missing daemon is found out by the first call.
 * @param endpoint "unix:///path" or "tcp://host:port"
 * @throws AppError UNSUPPORTED for an endpoint of another kind.
 */
export function createDockerClient(endpoint: string): DockerClient {
  const docker = new Docker(parseEndpoint(endpoint));

  async function call<T>(
    run: (signal: AbortSignal) => Promise<T>,
    caller: AbortSignal | undefined,
    milliseconds = readDeadlineMs,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(milliseconds);
    try {
      return await run(caller ? AbortSignal.any([caller, deadline]) : deadline);
    } catch (error) {
      throw translate(error, endpoint, { caller, deadline });
    }
  }

  return {
    ping: (signal) =>
      call(
        async (both) => ({ apiVersion: (await abortable(docker).version({ abortSignal: both })).ApiVersion }),
        signal,
      ),
    info: (signal) => call((both) => readInfo(docker, both), signal),
    diskUsage: (signal) => call((both) => readDiskUsage(docker, both), signal, diskUsageDeadlineMs),
    listImages: (signal) => call((both) => readImages(docker, both), signal),
    pullImage: (request, signal) => pull(docker, endpoint, request, signal),
  };
}
