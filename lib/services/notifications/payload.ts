import { readAzure, readDistribution } from "./formats/distribution.ts";
import { readAliyun, readDockerHub } from "./formats/docker-hub.ts";
import { type Format, type ParsedNotification, passedOver, refusedOne } from "./formats/fields.ts";
import { readGitHub } from "./formats/github.ts";
import { readHarbor, readHarborCloudEvent } from "./formats/harbor.ts";
import { readQuay } from "./formats/quay.ts";

/** By their shape, whatever product the registry is taken for: a Harbor may stand before a Distribution. */
const formats: readonly Format[] = [
  readDistribution,
  readHarbor,
  readHarborCloudEvent,
  readDockerHub,
  readAliyun,
  readQuay,
  readGitHub,
  readAzure,
];

const githubEvents: readonly string[] = ["package", "registry_package"];

/**
 * Reads what a registry posted. Never throws: what cannot be read is counted.
 * @param githubEvent the header X-GitHub-Event, where there is one: its pings and what else it was told to send are passed over
 */
export function parseNotification(body: unknown, githubEvent: string | null = null): ParsedNotification {
  if (githubEvent !== null && !githubEvents.includes(githubEvent)) return passedOver;
  for (const read of formats) {
    const parsed = read(body);
    if (parsed) return parsed;
  }
  return refusedOne;
}
