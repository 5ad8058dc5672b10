import { afterEach, describe, expect, it, vi } from "vitest";
import { createRegistryClient } from "../client.ts";
import { type FakeRegistry, sendJson, startFakeRegistry } from "../testing/fake-registry.ts";
import { answer, at, bearer } from "../testing/faults.ts";
import { impatient, testTarget } from "../testing/target.ts";
import { anna, app, image, other, tag, tokenPair } from "../testing/token-pair.ts";
import { startTokenServer } from "../testing/token-server.ts";

const header = `Basic ${Buffer.from("anna:p4ss:wörd").toString("base64")}`;

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

describe("Bearer tokens", () => {
  it("are asked for with Basic, service and scope, and only then", async () => {
    const { client, tokens } = await tokenPair();
    const one = client();
    expect(await one.ping()).toEqual({ auth: "bearer" });
    await one.headManifest(app, tag);
    expect(tokens.asked.map(({ method, authorization }) => [method, authorization])).toEqual([
      ["GET", header],
      ["GET", header],
    ]);
    expect(tokens.asked[0]?.query.getAll("scope")).toEqual([]);
    expect(tokens.asked[1]?.query.getAll("scope")).toEqual(["repository:team/app:pull"]);
    expect(tokens.asked[1]?.query.get("service")).toBe("fake");
  });

  it("are shared: one request however many need one, none while it lives", async () => {
    const { client, tokens, registry } = await tokenPair();
    const one = client();
    await Promise.all(Array.from({ length: 20 }, () => one.headManifest(app, tag)));
    expect(tokens.asked).toHaveLength(1);
    const before = registry.seen.length;
    await one.getManifest(app, tag);
    // No round trip for a 401 either: how this registry wants to be asked is remembered.
    expect(registry.seen.length - before).toBe(1);
  });

  it("never serve another credential, registry row or repository", async () => {
    const { client, tokens } = await tokenPair();
    const one = client({ id: "row-1", credentialId: "c-1" });
    await one.headManifest(app, tag);
    await one.headManifest(other, tag);
    await client({ id: "row-1", credentialId: "c-2" }).headManifest(app, tag);
    await client({ id: "row-2", credentialId: "c-1" }).headManifest(app, tag);
    expect(tokens.asked).toHaveLength(4);
  });

  it("are asked for anonymously where there is no credential", async () => {
    const { client, tokens } = await tokenPair();
    await client({ credential: { kind: "anonymous" } }).headManifest(app, tag);
    expect(tokens.asked.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it("may be called access_token and live for less than a minute", async () => {
    const { client, tokens } = await tokenPair({
      members: { expires_in: 1, issued_at: "2001-01-01T00:00:00Z" },
    });
    const one = client();
    await one.headManifest(app, tag);
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(1);

    const renamed = await tokenPair({
      answer: (response) => void sendJson(response, 200, { access_token: "fixed" }),
    });
    renamed.registry.inject(
      at("/v2/team/app/", (request, response, next) =>
        request.headers.authorization === "Bearer fixed"
          ? response
              .writeHead(200, {
                "content-type": image.mediaType,
                "docker-content-digest": image.digest,
                "content-length": image.raw.byteLength,
              })
              .end()
          : next(),
      ),
    );
    expect((await renamed.client().headManifest(app, tag)).digest).toBe(image.digest);
  });

  it.each([1, -1])("live as long as they were given, whatever the clock says (%i day)", async (days) => {
    const { client, tokens } = await tokenPair();
    const one = client();
    await one.headManifest(app, tag);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 86_400_000 });
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(1);
    const started = performance.now();
    // Of its five minutes the last thirty seconds are for renewing it.
    vi.spyOn(performance, "now").mockReturnValue(started + 280_000);
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(2);
  });

  it("that the server had kept for a while end as much sooner, by the server's clock alone", async () => {
    const tokenDate = (seconds: number) => new Date(Date.parse("2001-01-01T00:00:00Z") + seconds * 1000);
    const { client, tokens } = await tokenPair({
      answer: (response) => {
        response.setHeader("date", tokenDate(200).toUTCString());
        return "honest";
      },
      members: { issued_at: tokenDate(0).toISOString() },
    });
    const one = client();
    await one.headManifest(app, tag);
    const started = performance.now();
    const clock = vi.spyOn(performance, "now").mockReturnValue(started + 50_000);
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(1);
    clock.mockReturnValue(started + 80_000);
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(2);
  });

  it("are widened once when the scope did not suffice", async () => {
    const { client, tokens, registry } = await tokenPair();
    const push = "repository:team/app:pull,push";
    const wider = `Bearer realm="${tokens.realm}",service="fake",scope="${push}",error="insufficient_scope"`;
    registry.inject(
      at("/v2/team/app/", (request, response, next) => {
        const token = request.headers.authorization?.slice(7) ?? "";
        if (!tokens.issued(token) || tokens.issued(token, push)) return next();
        return response.writeHead(401, { "www-authenticate": wider }).end();
      }),
    );
    await client().headManifest(app, tag);
    expect(tokens.asked.at(-1)?.query.getAll("scope")).toEqual([push, "repository:team/app:pull"]);
  });

  it("that grant less than asked mean denied, not another round", async () => {
    const { client, tokens, registry } = await tokenPair();
    registry.inject(
      at(
        "/v2/team/app/",
        bearer(`Bearer realm="${tokens.realm}",service="fake"`, () => false),
      ),
    );
    await expect(client().headManifest(app, tag)).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "permission_missing",
    });
    // HEAD denied is answer enough: it is not asked again as GET.
    expect(tokens.asked).toHaveLength(1);
  });

  it("refused by the token server name the credential, or its absence", async () => {
    const { client } = await tokenPair({
      answer: (response) => void sendJson(response, 401, { details: "incorrect username or password" }),
    });
    await expect(client().ping()).rejects.toMatchObject({
      reason: "credentials_refused",
      upstream: "incorrect username or password",
    });
    await expect(client({ credential: { kind: "anonymous" } }).ping()).rejects.toMatchObject({
      reason: "credentials_missing",
    });
  });

  it("are refused when they would write headers, hold nothing or never end", async () => {
    for (const body of [
      '{"token":"a\\r\\nx: y"}',
      "{}",
      "[]",
      "<html>",
      `{"token":"${"a".repeat(1 << 21)}"}`,
    ]) {
      const { client } = await tokenPair({ answer: (response) => void response.writeHead(200).end(body) });
      await expect(client().ping()).rejects.toMatchObject({ name: "AppError" });
    }
  });

  it("stale ones are dropped even where a bad token is answered with Basic (Harbor)", async () => {
    const { client, tokens, registry } = await tokenPair();
    const one = client();
    await one.headManifest(app, tag);
    let stale = true;
    registry.inject(
      at("/v2/team/app/", (request, response, next) => {
        if (!stale || request.headers.authorization !== "Bearer token-1") return next();
        stale = false;
        return response.writeHead(401, { "www-authenticate": 'Basic realm="harbor"' }).end();
      }),
    );
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(2);
    expect(registry.seen.every(({ authorization }) => !authorization?.startsWith("Basic"))).toBe(true);
  });
});

describe("a hostile realm", () => {
  async function registryNaming(realm: string): Promise<FakeRegistry> {
    const registry = await startFakeRegistry({
      faults: [bearer(`Bearer realm="${realm}",service="x"`, () => false)],
    });
    running.push(registry);
    return registry;
  }

  it("on another site gets nothing until an administrator approves it", async () => {
    const thief = await startTokenServer();
    running.push(thief);
    const realm = thief.realm.replace("127.0.0.1", "localhost");
    const registry = await registryNaming(realm);
    const client = createRegistryClient(testTarget(registry.endpoint, { credential: anna }), impatient);
    await expect(client.ping()).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "token_host_unapproved",
      params: { tokenHost: new URL(realm).origin },
    });
    expect(thief.asked).toEqual([]);
  });

  it("on another port of a private host is asked only after approval, credential or not", async () => {
    const service = await startTokenServer();
    running.push(service);
    const registry = await registryNaming(service.realm);
    for (const credential of [anna, { kind: "anonymous" } as const]) {
      const client = createRegistryClient(testTarget(registry.endpoint, { credential }), impatient);
      await expect(client.ping()).rejects.toMatchObject({ reason: "token_host_unapproved" });
    }
    expect(service.asked).toEqual([]);
  });

  it.each([
    "http://169.254.169.254/latest/meta-data",
    "http://0.0.0.0:1/token",
    "http://[::ffff:127.0.0.1]:1/token",
    "http://metadata:pw@auth.example/token",
    "file:///etc/passwd",
    "/token",
    "",
  ])("%s is refused before anything is sent", async (realm) => {
    const registry = await registryNaming(realm);
    const client = createRegistryClient(testTarget(registry.endpoint, { credential: anna }), impatient);
    await expect(client.ping()).rejects.toMatchObject({ name: "AppError" });
    expect(registry.seen.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  it("that redirects takes no password along", async () => {
    const thief = await startTokenServer();
    const door = await startFakeRegistry({ faults: [answer(307, "", { location: thief.realm })] });
    running.push(thief, door);
    const registry = await registryNaming(`${door.endpoint}/token`);
    const target = testTarget(registry.endpoint, {
      credential: anna,
      tokenHosts: [door.endpoint, thief.origin],
    });
    await expect(createRegistryClient(target, impatient).ping()).rejects.toMatchObject({
      reason: "redirect_refused",
    });
    expect(thief.asked).toEqual([]);
  });
});
