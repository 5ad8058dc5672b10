import { z } from "zod";
import {
  digest,
  type Format,
  idOf,
  only,
  refusedOne,
  repository,
  said,
  seconds,
  tag,
  unknownTime,
  unsaid,
} from "./fields.ts";

const seen = z.object({ push_data: z.unknown(), repository: z.looseObject({}) });

const hub = z.object({
  push_data: z.object({ pushed_at: seconds, pusher: said, tag }),
  repository: z.object({ repo_name: repository }),
});

/** Docker Hub's webhook: pushes only, by tag and pusher, without a digest. https://docs.docker.com/docker-hub/repos/manage/webhooks/ */
export const readDockerHub: Format = (body) => {
  const found = seen.safeParse(body).data;
  if (found?.push_data === undefined || !("repo_name" in found.repository)) return null;
  const event = hub.safeParse(body).data;
  if (!event) return refusedOne;
  const { pushed_at, pusher, tag } = event.push_data;
  const { repo_name } = event.repository;
  return only({
    ...unsaid,
    id: idOf("docker-hub", [pushed_at, pusher, tag, repo_name]),
    kind: "push",
    repository: repo_name,
    tag: tag ?? null,
    digest: null,
    actor: pusher,
    at: new Date(pushed_at * 1000),
  });
};

const aliyun = z.object({
  push_data: z.object({ pushed_at: z.string().max(50), tag, digest }),
  repository: z.object({ repo_full_name: repository }),
});

/**
 * Aliyun ACR's trigger: shaped after Docker Hub's, with a digest and nobody's name. Its time has no zone, so it only tells one push
 * from another. https://www.alibabacloud.com/help/en/acr/user-guide/manage-triggers
 */
export const readAliyun: Format = (body) => {
  const found = seen.safeParse(body).data;
  if (found?.push_data === undefined || !("repo_full_name" in found.repository)) return null;
  const event = aliyun.safeParse(body).data;
  if (!event) return refusedOne;
  const { pushed_at, tag, digest } = event.push_data;
  const { repo_full_name } = event.repository;
  return only({
    ...unsaid,
    id: idOf("aliyun", [pushed_at, tag, digest, repo_full_name]),
    kind: "push",
    repository: repo_full_name,
    tag: tag ?? null,
    digest: digest ?? null,
    actor: null,
    at: unknownTime,
  });
};
