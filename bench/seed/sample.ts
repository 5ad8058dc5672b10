import pg from "pg";

/** Addresses of Longshore to ask for: by what is asked, and mixed as people who work with it would. */
export interface Sample {
  readonly questions: Readonly<Record<string, readonly string[]>>;
  readonly mix: readonly string[];
}

interface Place {
  readonly registryId: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** Every beginning of a text from its second letter on: what typing it asks. */
const typed = (text: string) =>
  Array.from({ length: text.length - 1 }, (_, index) => text.slice(0, index + 2));

const words = [
  "nginx",
  "gateway:9.1",
  "payments/api",
  "latest",
  "alpine",
  "ngixn",
  "build-77",
  "2.3.4",
  "com.example.team=risk",
  "debian:12",
];

async function readPlaces(url: string): Promise<{ places: Place[]; largest: Place }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const query = (where: string) =>
      client.query<Place>(
        `SELECT r."registryId", r."name" AS repository, t."name" AS tag, t."digest" FROM "Repository" r CROSS JOIN LATERAL (
           SELECT "name", "digest" FROM "Tag" WHERE "repositoryId" = r."id" OFFSET 7 LIMIT 1) t
         WHERE ${where} ORDER BY hashtextextended(r."name", 1) LIMIT 60`,
      );
    const [places, [largest]] = [
      (await query("true")).rows,
      (await query(`r."name" = 'platform/gateway'`)).rows,
    ];
    if (!largest) throw new Error("The index is empty.");
    return { places, largest };
  } finally {
    await client.end();
  }
}

export async function readSample(url: string): Promise<Sample> {
  const { places, largest } = await readPlaces(url);
  const repositories = ({ registryId }: Place, query: Readonly<Record<string, string>>) =>
    `/api/v1/repositories?${new URLSearchParams({ registryId, ...query })}`;
  const tags = ({ registryId, repository }: Place, query: Readonly<Record<string, string>>) =>
    `/api/v1/tags?${new URLSearchParams({ registryId, repository, ...query })}`;
  const page = ({ registryId, repository, tag }: Place) =>
    `/registries/${registryId}/${repository}/-/tags/${tag}`;
  const search = (q: string) => `/api/v1/search?${new URLSearchParams({ q })}`;
  const all = [largest, ...places];
  const digest = largest.digest.slice(0, 19);
  const questions = {
    ...Object.fromEntries(
      ["name", "tags", "size", "pushed", "indexed"].map((sort) => [
        `repositories by ${sort}`,
        [
          repositories(largest, { sort, direction: "desc" }),
          repositories(largest, { sort, direction: "asc" }),
        ],
      ]),
    ),
    "repositories, filtered": ["nginx", "api", "none-such"].map((filter) =>
      repositories(largest, { filter, sort: "size" }),
    ),
    ...Object.fromEntries(
      ["name", "created", "size", "pushed"].map((sort) => [
        `tags by ${sort}, the largest repository`,
        [tags(largest, { sort, direction: "desc" }), tags(largest, { sort, direction: "asc" })],
      ]),
    ),
    "tags, filtered by name": ["alpine", "9.1", "none-such"].map((filter) =>
      tags(largest, { filter, sort: "created" }),
    ),
    "tags, filtered by digest": [tags(largest, { filter: digest })],
    "tags, filtered by platform": ["linux/arm64", "windows/amd64"].map((platform) =>
      tags(largest, { platform, sort: "size" }),
    ),
    "tags by date, any repository": places.map((place) =>
      tags(place, { sort: "created", direction: "desc" }),
    ),
    "a tag's page": all.map(page),
    "search, letter by letter": [...words, digest].flatMap(typed).map(search),
  };
  const keystrokes = words.flatMap(typed).map(search);
  const mix = all.flatMap((place, index) => [
    repositories(place, { sort: "pushed", direction: "desc" }),
    tags(place, { sort: "created", direction: "desc" }),
    tags(index % 5 === 0 ? largest : place, { sort: "size", direction: "desc" }),
    page(place),
    keystrokes[index % keystrokes.length] ?? search("nginx"),
  ]);
  return { questions, mix };
}
