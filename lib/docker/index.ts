import "server-only";

export { createDockerClient } from "./client.ts";
export { defaultEndpoint } from "./endpoint.ts";
export type * from "./types.ts";
