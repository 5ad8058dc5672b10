import "server-only";

export { eventStream } from "./event-stream.ts";
