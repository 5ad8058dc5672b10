import type { HostInfo } from "#lib/docker/types.ts";
import type { ErrorDto } from "#lib/errors.ts";

/** A Docker Engine we manage, without asking it anything. */
export interface HostSummary {
  readonly id: string;
  readonly name: string;
  /** "unix:///var/run/docker.sock" */
  readonly endpoint: string;
  readonly local: boolean;
}

/** With what the daemon says of itself, or why it says nothing. */
export interface HostDetail extends HostSummary {
  readonly info: HostInfo | null;
  readonly error: ErrorDto | null;
  /** The default socket, used if it exists: it does not, and nothing is wrong. */
  readonly absent: boolean;
}
