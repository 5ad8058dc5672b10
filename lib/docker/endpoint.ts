import { existsSync } from "node:fs";
import type { DockerOptions } from "dockerode";
import { AppError } from "../errors.ts";

export const defaultSocket = "unix:///var/run/docker.sock";

/**
 * Where this machine's Docker Engine is: DOCKER_HOST as given, else the default socket. Whether anybody answers there
 * is another question; `configured` says whether somebody asked for it or the socket exists.
 */
export function defaultEndpoint(dockerHost: string | undefined): {
  readonly endpoint: string;
  readonly configured: boolean;
} {
  const given = dockerHost?.trim();
  if (given) return { endpoint: given, configured: true };
  return { endpoint: defaultSocket, configured: existsSync(defaultSocket.slice("unix://".length)) };
}

/** "unix:///path", "tcp://host:port" and "http://host:port" for dockerode. Throws UNSUPPORTED for the rest. */
export function parseEndpoint(endpoint: string): DockerOptions {
  if (endpoint.startsWith("unix://")) {
    const socketPath = endpoint.slice("unix://".length);
    if (socketPath.startsWith("/")) return { socketPath };
  } else if (URL.canParse(endpoint)) {
    const url = new URL(endpoint);
    if (url.protocol === "tcp:" || url.protocol === "http:") {
      return { protocol: "http", host: url.hostname, port: url.port === "" ? 2375 : Number(url.port) };
    }
  }
  throw new AppError("UNSUPPORTED", `Docker endpoint not understood: ${endpoint}`);
}
