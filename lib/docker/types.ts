/** Public shapes of lib/docker: plain objects, camelCase, dates ISO 8601, sizes in bytes. Docker's PascalCase stops here. */
export interface HostInfo {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
  readonly architecture: string;
  readonly kernel: string;
  readonly storageDriver: string;
  readonly rootDir: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly containers: { readonly running: number; readonly paused: number; readonly stopped: number };
  readonly images: number;
  readonly warnings: readonly string[];
  /** host[:port] the daemon may speak plain HTTP to. */
  readonly insecureRegistries: readonly string[];
}

export interface DiskUsage {
  readonly imagesBytes: number;
  readonly containersBytes: number;
  readonly volumesBytes: number;
  readonly buildCacheBytes: number;
}

export interface LocalImage {
  /** Image ID: the config's digest, "sha256:…". */
  readonly id: string;
  /** References, "registry:5000/app:1.0"; empty for dangling. */
  readonly tags: readonly string[];
  /** "registry:5000/app@sha256:…" */
  readonly repoDigests: readonly string[];
  readonly sizeBytes: number;
  readonly created?: string;
  readonly dangling: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly usedBy: readonly { readonly id: string; readonly name: string; readonly state: string }[];
}

/** For X-Registry-Auth; exact registry host. */
export interface PullCredential {
  readonly serverAddress: string;
  readonly username: string;
  readonly secret: string;
}

export interface PullRequest {
  /** "host:5000/team/app" without tag. */
  readonly repository: string;
  /** "1.0", "sha256:…" — exactly one reference; all tags is asked for by absence. */
  readonly reference?: string;
  /** "linux/arm64" */
  readonly platform?: string;
  readonly credential?: PullCredential;
}

export type LayerState =
  | "waiting"
  | "downloading"
  /** The connection to the registry was lost; the daemon waits before it tries again. */
  | "retrying"
  | "verifying"
  | "downloaded"
  | "extracting"
  | "done"
  | "exists";

export interface PullLayer {
  /** Short layer id as the daemon names it. */
  readonly id: string;
  readonly state: LayerState;
  readonly currentBytes: number;
  readonly totalBytes: number;
}

/** A whole picture after each change, already coalesced: at most ten a second. */
export interface PullProgress {
  readonly layers: readonly PullLayer[];
  readonly downloadedBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** Seconds; null while unknown. */
  readonly secondsLeft: number | null;
  readonly digest?: string;
  /** "Status: Downloaded newer image for …" when it came. */
  readonly status?: string;
}

/** One Docker Engine. Every method throws AppError (DOCKER_UNREACHABLE, DOCKER_REJECTED, TIMEOUT, NOT_FOUND). */
export interface DockerClient {
  ping(signal?: AbortSignal): Promise<{ readonly apiVersion: string }>;
  info(signal?: AbortSignal): Promise<HostInfo>;
  diskUsage(signal?: AbortSignal): Promise<DiskUsage>;
  listImages(signal?: AbortSignal): Promise<readonly LocalImage[]>;
  /** Ends when the daemon is done; a daemon error inside the 200 stream throws. Abort stops the daemon's pull. */
  pullImage(request: PullRequest, signal?: AbortSignal): AsyncIterable<PullProgress>;
}
