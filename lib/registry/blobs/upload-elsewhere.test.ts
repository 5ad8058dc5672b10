import { describe, expect, it } from "vitest";
import * as faults from "../testing/faults.ts";
import { app, clientOf, fake } from "../testing/fixture.ts";
import { chunked, registryWith, source } from "../testing/upload-fixture.ts";

describe("an upload that is led elsewhere", () => {
  it.each(["POST", "PATCH"])(
    "by the Location of its %s ends there: nothing is sent to another host",
    async (when) => {
      const thief = await fake(faults.answer(201));
      const credential = { kind: "basic", username: "anna", secret: "s3cret" } as const;
      const abroad = thief.endpoint.replace("127.0.0.1", "localhost");
      const { registry, uploads } = await registryWith({
        headers: chunked,
        location: (path, { method }) => (method === when ? `${abroad}${path}` : path),
      });
      const client = clientOf(registry, { credential, tokenHosts: [abroad] });
      await expect(client.putBlob(app, source())).rejects.toMatchObject({
        code: "REGISTRY_REJECTED",
        reason: "redirect_refused",
        params: { to: abroad },
      });
      expect(thief.seen).toEqual([]);
      expect(uploads.stored.size).toBe(0);
    },
  );

  it.each([
    "http://[::ffff:169.254.169.254]/latest",
    "ftp://127.0.0.1/x",
    "http://user@127.0.0.1/x",
    "file:///etc",
  ])("to %s is refused", async (location) => {
    const { registry } = await registryWith({ location: () => location });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({
      reason: "redirect_refused",
    });
  });

  it("by a path that looks like a host stays with the registry", async () => {
    const { registry } = await registryWith({ location: () => "http://127.0.0.1//evil.example/x" });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({ name: "AppError" });
    expect(registry.seen[1]?.url).toMatch(/^\/\/evil\.example\/x\?digest=/);
  });

  it("by a redirect of its PUT is not followed", async () => {
    const { registry } = await registryWith({
      instead: ({ method }, response) =>
        method === "PUT" && !!response.writeHead(307, { location: "/v2/team/app/blobs/uploads/u1" }).end(),
    });
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({
      reason: "redirect_refused",
    });
  });

  it("and a 202 without a Location is no upload", async () => {
    const registry = await fake(faults.at("/uploads/", faults.answer(202)));
    await expect(clientOf(registry).putBlob(app, source())).rejects.toMatchObject({
      reason: "unexpected_answer",
    });
  });
});
