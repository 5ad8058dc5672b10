import { describe, expect, it } from "vitest";
import type { ManifestView } from "#lib/services/tags/index.ts";
import { commandsFor } from "./commands.ts";

const place = { image: "localhost:5000/team/app", tag: "1.0", digest: "sha256:ab" };
const artifact = (artifactType: string) => ({ kind: "artifact", artifact: { artifactType } }) as ManifestView;
const lines = (commands: readonly { line: string }[]) => commands.map(({ line }) => line);

describe("commandsFor", () => {
  it("pulls images by tag and by digest", () => {
    const { byTag, byDigest } = commandsFor(place, null);
    expect(lines(byTag)).toEqual([
      "docker pull localhost:5000/team/app:1.0",
      "podman pull localhost:5000/team/app:1.0",
      "FROM localhost:5000/team/app:1.0",
    ]);
    expect(lines(byDigest)[0]).toBe("docker pull localhost:5000/team/app@sha256:ab");
    expect(commandsFor({ ...place, tag: null }, null).byTag).toEqual([]);
  });

  it("does not ask docker for what it cannot pull", () => {
    const chart = artifact("application/vnd.cncf.helm.config.v1+json");
    expect(lines(commandsFor({ ...place, tag: "1.0_b" }, chart).byTag)[0]).toBe(
      "helm pull oci://localhost:5000/team/app --version 1.0+b",
    );
    expect(lines(commandsFor(place, artifact("application/x.thing")).byTag)).toEqual([
      "oras pull localhost:5000/team/app:1.0",
    ]);
  });
});
