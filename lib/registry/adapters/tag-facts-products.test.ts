import { startFakeGitea, startFakeGitHub } from "../testing/products/packages.ts";
import { startFakeQuay } from "../testing/products/quay.ts";
import { startFakeZot } from "../testing/products/zot.ts";
import { describeTagFacts, digest, pulled, pushed, secret } from "../testing/tag-facts.ts";

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
]);
