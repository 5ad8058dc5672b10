import { z } from "zod";
import type { RegistryEvent } from "#lib/catalog/index.ts";
import {
  digest,
  type Format,
  idOf,
  mostTags,
  passedOver,
  refusedOne,
  repository,
  said,
  seconds,
  tag,
  unsaid,
} from "./fields.ts";

const data = z.object({
  // An untagged artifact's tag is whatever that version of Harbor writes there.
  resources: z.array(z.object({ digest, tag: tag.catch(undefined) })).max(mostTags),
  repository: z.object({ repo_full_name: repository }),
});

type Kinds = Readonly<Record<string, RegistryEvent["kind"]>>;

/** The events of one artifact or several; `facts` tell this notification from any other. */
function eventsOf(
  { resources, repository: { repo_full_name } }: z.output<typeof data>,
  facts: readonly unknown[],
  event: Pick<RegistryEvent, "kind" | "actor" | "at">,
): RegistryEvent[] {
  return resources.map(({ tag, digest }) => ({
    ...unsaid,
    ...event,
    id: idOf("harbor", [...facts, repo_full_name, digest, tag]),
    repository: repo_full_name,
    tag: tag ?? null,
    digest: digest ?? null,
  }));
}

/** src/pkg/notifier/model/event.go: the payload called "Default". */
const payload = z.object({
  type: z.string().max(50),
  occur_at: seconds.int(),
  operator: said,
  event_data: data,
});
const payloadKinds: Kinds = {
  PUSH_ARTIFACT: "push",
  PULL_ARTIFACT: "pull",
  DELETE_ARTIFACT: "delete",
};

/** Harbor's own format. It has no id. */
export const readHarbor: Format = (body) => {
  const seen = z.object({ type: z.string(), event_data: z.unknown() }).safeParse(body);
  if (!seen.success || seen.data.event_data === undefined) return null;
  const event = payload.safeParse(body).data;
  if (!event) return refusedOne;
  const kind = payloadKinds[event.type];
  if (!kind) return passedOver;
  const facts = [event.type, event.occur_at, event.operator];
  const at = new Date(event.occur_at * 1000);
  return { refused: 0, events: eventsOf(event.event_data, facts, { kind, actor: event.operator, at }) };
};

/** src/pkg/notifier/formats/cloudevents.go: the same data in a CloudEvents 1.0 envelope, since Harbor 2.8. */
const cloudEvent = z.object({
  id: z.string().min(1).max(200),
  time: z.iso.datetime({ offset: true }),
  operator: said,
  data,
});
const cloudKinds: Kinds = {
  "harbor.artifact.pushed": "push",
  "harbor.artifact.pulled": "pull",
  "harbor.artifact.deleted": "delete",
};

export const readHarborCloudEvent: Format = (body) => {
  const seen = z.object({ specversion: z.string(), type: z.string() }).safeParse(body).data;
  if (!seen) return null;
  const kind = cloudKinds[seen.type];
  if (!kind) return passedOver;
  const event = cloudEvent.safeParse(body).data;
  if (!event) return refusedOne;
  const at = new Date(event.time);
  return { refused: 0, events: eventsOf(event.data, [event.id], { kind, actor: event.operator, at }) };
};
