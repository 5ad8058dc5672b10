import type Docker from "dockerode";
import type { DiskUsage, HostInfo, LocalImage } from "./types.ts";

const number = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
const string = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const strings = (value: unknown): string[] => list(value).filter((item) => typeof item === "string");

interface Abortable {
  info(options: { abortSignal: AbortSignal }): Promise<unknown>;
  version(options: { abortSignal: AbortSignal }): Promise<{ readonly ApiVersion: string }>;
  df(options: { abortSignal: AbortSignal }): Promise<unknown>;
}

/** dockerode takes an abort signal in these calls too; its published types only know it in others. */
export const abortable = (docker: Docker): Abortable => docker as unknown as Abortable;

/** `GET /info` and `GET /version`. */
export async function readInfo(docker: Docker, signal: AbortSignal): Promise<HostInfo> {
  const [answer, version] = await Promise.all([
    abortable(docker).info({ abortSignal: signal }),
    abortable(docker).version({ abortSignal: signal }),
  ]);
  const info = record(answer);
  const registries = record(info.RegistryConfig);
  const insecure = Object.entries(record(registries.IndexConfigs)).flatMap(([host, config]) =>
    record(config).Secure === false ? [host] : [],
  );
  return {
    name: string(info.Name),
    version: string(info.ServerVersion),
    apiVersion: version.ApiVersion,
    os: string(info.OperatingSystem),
    architecture: string(info.Architecture),
    kernel: string(info.KernelVersion),
    storageDriver: string(info.Driver),
    rootDir: string(info.DockerRootDir),
    cpus: number(info.NCPU),
    memoryBytes: number(info.MemTotal),
    containers: {
      running: number(info.ContainersRunning),
      paused: number(info.ContainersPaused),
      stopped: number(info.ContainersStopped),
    },
    images: number(info.Images),
    warnings: strings(info.Warnings),
    insecureRegistries: [...insecure, ...strings(registries.InsecureRegistryCIDRs)],
  };
}

const sum = (items: unknown, size: (item: Readonly<Record<string, unknown>>) => unknown): number =>
  list(items).reduce<number>((total, item) => total + number(size(record(item))), 0);

/** `GET /system/df`. */
export async function readDiskUsage(docker: Docker, signal: AbortSignal): Promise<DiskUsage> {
  const usage = record(await abortable(docker).df({ abortSignal: signal }));
  return {
    imagesBytes: number(usage.LayersSize),
    containersBytes: sum(usage.Containers, (container) => container.SizeRw),
    // -1 while the daemon has not measured a volume.
    volumesBytes: sum(usage.Volumes, (volume) => record(volume.UsageData).Size),
    buildCacheBytes: sum(usage.BuildCache, (entry) => entry.Size),
  };
}

/** `GET /images/json`, with the containers that were made from each image. */
export async function readImages(docker: Docker, signal: AbortSignal): Promise<readonly LocalImage[]> {
  const [images, containers] = await Promise.all([
    docker.listImages({ abortSignal: signal }),
    docker.listContainers({ all: true, abortSignal: signal }),
  ]);
  const users = Map.groupBy(containers, (container) => container.ImageID);
  return images.map((image) => {
    const tags = strings(image.RepoTags).filter((tag) => tag !== "<none>:<none>");
    return {
      id: image.Id,
      tags,
      repoDigests: strings(image.RepoDigests).filter((digest) => digest !== "<none>@<none>"),
      sizeBytes: number(image.Size),
      // Reproducible builds carry the epoch, which is no date.
      ...(image.Created > 0 ? { created: new Date(image.Created * 1000).toISOString() } : {}),
      dangling: tags.length === 0,
      labels: image.Labels ?? {},
      usedBy: (users.get(image.Id) ?? []).map((container) => ({
        id: container.Id,
        name: (container.Names[0] ?? container.Id.slice(0, 12)).replace(/^\//, ""),
        state: container.State,
      })),
    };
  });
}
