import { startFakeNexus } from "../testing/products/nexus.ts";
import { startFakeGitea, startFakeGitHub } from "../testing/products/packages.ts";
import { startFakeQuay } from "../testing/products/quay.ts";
import { startFakeZot } from "../testing/products/zot.ts";
import {
  describeTagFacts,
  digest,
  hex,
  pulled,
  pushed,
  secret,
  type TellingProduct,
} from "../testing/tag-facts.ts";

describeTagFacts([
  [
    "Quay",
    {
      product: "quay",
      user: "$oauthtoken",
      start: (facts) => startFakeQuay({ token: secret, namespaces: {}, facts }),
      item: (name) => ({
        name,
        manifest_digest: digest,
        start_ts: Date.parse(pushed) / 1000,
        last_modified: "Fri, 02 Jan 2026 03:04:05 -0000",
      }),
      count: 101,
      asked: /\/tag\/\?onlyActiveTags=true&page=[12]&limit=100$/,
      requests: 2,
      told: { digest, pushedAt: pushed },
    },
  ],
  [
    "GitHub",
    {
      product: "ghcr",
      user: "me",
      start: ({ "team/app": items = [] }) => {
        const versions = items.map((item, id) => ({ id, ...(item as { digest: string; tags: string[] }) }));
        return startFakeGitHub({
          owners: {},
          credential: secret,
          versions: new Map([["team/app", versions]]),
        });
      },
      item: (tag) => ({ digest, tags: [tag], createdAt: pushed }),
      count: 101,
      asked: /\/users\/team\/packages\/container\/app\/versions/,
      requests: 2,
      told: { digest, pushedAt: pushed },
      without: "anonymous",
    },
  ],
  [
    "zot",
    {
      product: "zot",
      user: "me",
      start: (facts) => startFakeZot([], facts),
      item: (Tag) => ({ Tag, Digest: digest, PushTimestamp: pushed, LastPullTimestamp: pulled }),
      count: 101,
      asked: /^\/v2\/_zot\/ext\/search\?/,
      requests: 2,
      told: { digest, pushedAt: pushed, pulledAt: pulled },
    },
  ],
  [
    "Gitea",
    {
      product: "gitea",
      user: "me",
      start: (facts) => startFakeGitea({ owners: {}, credential: `me:${secret}`, facts }),
      item: (version) => ({ name: "app", version, type: "container", created_at: pushed }),
      count: 51,
      asked: /^\/api\/v1\/packages\/team\?type=container&q=app&/,
      requests: 2,
      told: { pushedAt: pushed },
    },
  ],
  ...["", "/nexus/repository/docker-hosted"].map((path): [string, TellingProduct] => [
    `Nexus at "${path}"`,
    {
      product: "nexus",
      user: "me",
      repository: path === "" ? "docker-hosted/team/app" : "team/app",
      start: async (facts) => {
        const components = facts["docker-hosted/team/app"] ?? facts["team/app"] ?? [];
        const held = { "docker-hosted/team/app": components };
        const server = await startFakeNexus({ credential: `me:${secret}`, facts: held });
        return { ...server, endpoint: `${server.endpoint}${path}` };
      },
      item: (version) => ({
        repository: "docker-hosted",
        format: "docker",
        name: "team/app",
        version,
        assets: [
          {
            checksum: { sha256: hex },
            lastModified: pushed.replace("Z", "+0000"),
            lastDownloaded: pulled.replace("Z", "+00:00"),
          },
        ],
      }),
      count: 51,
      asked:
        /\/service\/rest\/v1\/search\?format=docker&repository=docker-hosted&docker.imageName=team%2Fapp/,
      requests: 2,
      told: { digest, pushedAt: pushed, pulledAt: pulled },
    },
  ]),
]);
