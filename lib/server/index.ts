import "server-only";

export { onShutdown, shutdownSignal } from "./shutdown.ts";
