import "server-only";

export { createDockerClient } from "./client.ts";
export { defaultEndpoint, defaultSocket } from "./endpoint.ts";
export type * from "./types.ts";
