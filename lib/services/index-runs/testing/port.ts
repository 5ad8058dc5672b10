import { gzipSync } from "node:zlib";
import pLimit from "p-limit";
import { mediaTypes } from "../../../../e2e/fixtures/images.ts";
import { type Pushed, Pusher, sha256 } from "../../../../e2e/fixtures/pusher.ts";

export const largeRepository = "port/large";
export const largeCount = 1000;
/** Beside the large one. */
export const smallRepositories = Array.from({ length: 199 }, (_, index) => `port/berth-${index}`);

const created = (minute: number) =>
  new Date(Date.UTC(2024, 0, 1) + minute * 60_000).toISOString().replace(".000Z", "Z");

interface ImageSpec {
  readonly text: string;
  readonly minute: number;
  readonly docker?: boolean;
  readonly architecture?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Of two layers: the first one is all images', the second this one's, and by some named twice. */
async function pushImage(pusher: Pusher, name: string, spec: ImageSpec, tag?: string): Promise<Pushed> {
  const { text, minute, docker = false, architecture = "amd64", annotations } = spec;
  const tars = ["what all share ".repeat(20), `of ${text}`].map((content) => Buffer.from(content));
  const layers = await Promise.all(
    tars.map((tar) =>
      pusher.blob(name, gzipSync(tar), docker ? mediaTypes.dockerLayer : mediaTypes.ociLayer),
    ),
  );
  const image = {
    os: "linux",
    architecture,
    ...(architecture === "arm" ? { variant: "v7" } : {}),
    created: created(minute),
    config: { Labels: { text, "org.example.minute": String(minute) } },
    rootfs: { type: "layers", diff_ids: tars.map(sha256) },
  };
  const config = await pusher.blob(
    name,
    Buffer.from(JSON.stringify(image)),
    docker ? mediaTypes.dockerConfig : mediaTypes.ociConfig,
  );
  const mediaType = docker ? mediaTypes.dockerManifest : mediaTypes.ociManifest;
  const twice = minute % 5 === 0 ? layers.slice(0, 1) : [];
  const manifest = { schemaVersion: 2, mediaType, config, layers: [...layers, ...twice] };
  return pusher.manifest(name, mediaType, annotations ? { ...manifest, annotations } : manifest, tag);
}

interface IndexSpec {
  readonly text: string;
  readonly minute: number;
  readonly docker?: boolean;
  readonly attested?: boolean;
}

/** Of three platforms, the last one made a minute after the others; `attested`: with what BuildKit adds for the first. */
async function pushIndex(pusher: Pusher, name: string, spec: IndexSpec, tag: string): Promise<Pushed> {
  const { text, minute, docker = false, attested = false } = spec;
  const platforms = [
    { os: "linux", architecture: "amd64" },
    { os: "linux", architecture: "arm64", variant: "v8" },
    { os: "linux", architecture: "arm", variant: "v7" },
  ];
  const children: object[] = [];
  let first: Pushed | undefined;
  for (const [position, platform] of platforms.entries()) {
    const { architecture } = platform;
    const image = { text: `${text} ${architecture}`, minute: minute + (position === 2 ? 1 : 0), docker };
    const child = await pushImage(pusher, name, { ...image, architecture });
    children.push({ ...child, platform });
    first ??= child;
  }
  if (attested && first) {
    const [config, statement] = await Promise.all([
      pusher.blob(name, Buffer.from('{"os":"unknown","architecture":"unknown"}'), mediaTypes.ociConfig),
      pusher.blob(name, Buffer.from(`{"about":"${first.digest}"}`), "application/vnd.in-toto+json"),
    ]);
    const body = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers: [statement] };
    children.push({
      ...(await pusher.manifest(name, mediaTypes.ociManifest, body)),
      platform: { os: "unknown", architecture: "unknown" },
      annotations: {
        "vnd.docker.reference.type": "attestation-manifest",
        "vnd.docker.reference.digest": first.digest,
      },
    });
  }
  const mediaType = docker ? mediaTypes.dockerList : mediaTypes.ociIndex;
  return pusher.manifest(name, mediaType, { schemaVersion: 2, mediaType, manifests: children }, tag);
}

/** Pushes to one registry, not by the product's client. */
export function portAt(endpoint: string) {
  const pusher = new Pusher(endpoint);
  const image = (name: string, tag: string, spec: ImageSpec) => pushImage(pusher, name, spec, tag);
  const index = (name: string, tag: string, spec: IndexSpec) => pushIndex(pusher, name, spec, tag);

  /** Two hundred repositories: all that a registry has of kinds of images, and one repository with a thousand of them. */
  async function fill(): Promise<void> {
    const limit = pLimit(8);
    const small = smallRepositories.map((name, at) => async () => {
      const common = { text: name, minute: at };
      await image(name, "1.0", { ...common, docker: at % 2 === 0 });
      if (at % 5 === 0) await image(name, "1.1", { ...common, annotations: { "org.example.berth": name } });
      if (at % 12 === 0)
        await index(name, "latest", { ...common, docker: at % 24 === 0, attested: at % 24 !== 0 });
      // Another name of what is there, and an image many repositories have.
      if (at % 20 === 0) await image(name, "stable", { ...common, docker: at % 2 === 0 });
      if (at % 20 === 0) await image(name, "base", { text: "the same everywhere", minute: 0 });
    });
    // Few configurations, many manifests: an annotation makes each another one.
    const large = Array.from({ length: largeCount }, (_, at) => async () => {
      const tag = `1.${Math.floor(at / 40)}.${at % 40}`;
      const common = { text: `large ${at % 20}`, minute: at % 20 };
      if (at % 50 === 49)
        await index(largeRepository, tag, { text: `large ${at}`, minute: at, docker: at % 100 === 49 });
      else await image(largeRepository, tag, { ...common, annotations: { "org.example.build": String(at) } });
    });
    await Promise.all([...small, ...large].map((work) => limit(work)));
  }
  return { image, index, fill, close: () => pusher.close() };
}
