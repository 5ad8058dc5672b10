import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourceOf } from "./blobs/source.ts";
import { createRegistryClient } from "./client.ts";
import { parseRepositoryName, parseTag } from "./reference.ts";
import { testAuthority } from "./testing/certificates.ts";
import { type DockerRegistry, startDockerRegistry } from "./testing/docker-registry.ts";
import { bytesOf, testImage } from "./testing/images.ts";
import { signToken } from "./testing/jwt.ts";
import { impatient, testTarget } from "./testing/target.ts";
import { startTokenServer, type TokenServer } from "./testing/token-server.ts";
import type { RegistryClient } from "./types.ts";

const app = parseRepositoryName("team/app");
const tag = parseTag("1.0");
const image = testImage();

/** A token server never refuses good credentials: it grants less than was asked for. */
describe("an account that may only pull, at a real registry", () => {
  let registry: DockerRegistry;
  let tokens: TokenServer;
  let client: RegistryClient;

  beforeAll(async () => {
    const authority = testAuthority();
    const signer = authority.issue();
    const claims = { issuer: "test", service: "longshore-test" };
    const grant = (scopes: readonly string[]): string => signToken(signer, { ...claims, scopes });
    tokens = await startTokenServer({
      mint: (scopes) =>
        grant(
          scopes.filter((scope) => scope.includes("pull")).map((scope) => scope.replace(/:[^:]+$/, ":pull")),
        ),
    });
    const { certificate } = authority;
    registry = await startDockerRegistry({
      deleteEnabled: true,
      token: { ...claims, realm: tokens.realm, certificate, grant },
    });
    await registry.push(app, tag, image);
    client = createRegistryClient(
      testTarget(registry.endpoint, {
        credential: { kind: "basic", username: "anna", secret: "s3cret" },
        tokenHosts: [tokens.origin],
      }),
      impatient,
    );
  });
  afterAll(async () => {
    await Promise.all([registry?.stop(), tokens?.stop()]);
  });

  it("is told what it may not do, and everything is as it was", async () => {
    const refused = { code: "REGISTRY_UNAUTHORIZED", reason: "permission_missing", status: 401 };
    await expect(client.putManifest(app, parseTag("new"), image)).rejects.toMatchObject(refused);
    await expect(client.putBlob(app, sourceOf(bytesOf("new")))).rejects.toMatchObject(refused);
    await expect(client.deleteManifest(app, image.digest)).rejects.toMatchObject(refused);
    await expect(client.deleteTag(app, tag)).rejects.toMatchObject(refused);
    await expect(
      client.deleteBlob(app, sourceOf(image.blobs[0] ?? bytesOf("")).digest),
    ).rejects.toMatchObject(refused);
    expect((await client.headManifest(app, tag)).digest).toBe(image.digest);
    const tags: string[] = [];
    for await (const page of client.listTags(app)) tags.push(...page.tags);
    expect(tags).toEqual([tag]);
  });
});
