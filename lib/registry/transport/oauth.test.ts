import { afterEach, describe, expect, it, vi } from "vitest";
import { parseTag } from "../reference.ts";
import { sendJson } from "../testing/fake-registry.ts";
import { at, bearer } from "../testing/faults.ts";
import { anna, app, image, other, tag, tokenPair } from "../testing/token-pair.ts";
import type { TokenServer } from "../testing/token-server.ts";

const identity = { kind: "basic", username: "<token>", secret: "identity-1" } as const;

afterEach(() => vi.restoreAllMocks());

/** Method and grant of every request for a token. */
function forms(tokens: TokenServer): string[] {
  return tokens.asked.map(({ method, form }) => [method, ...form.getAll("grant_type")].join(" "));
}

function refreshTokens(tokens: TokenServer): (string | null)[] {
  return tokens.asked.map(({ form }) => form.get("refresh_token"));
}

describe("a password", () => {
  it.each([400, 404, 405])(
    "goes by POST where GET is answered with %i, and from then on",
    async (otherwise) => {
      const { client, tokens } = await tokenPair({
        only: { method: "POST", otherwise },
        users: { anna: { password: anna.secret } },
      });
      const one = client();
      await one.headManifest(app, tag);
      await one.headManifest(other, tag);
      expect(forms(tokens)).toEqual(["GET", "POST password", "POST password"]);
      expect(Object.fromEntries(tokens.asked[1]?.form ?? [])).toEqual({
        grant_type: "password",
        username: "anna",
        password: anna.secret,
        client_id: "longshore",
        service: "fake",
        scope: "repository:team/app:pull",
      });
      expect(tokens.asked[1]?.authorization).toBeUndefined();
      // Nothing secret in an address: those are logged.
      expect(tokens.asked.every(({ query }) => !query.toString().includes("p4ss"))).toBe(true);
    },
  );

  it.each([400, 401, 404, 405])(
    "goes by GET again where POST came to be answered with %i",
    async (status) => {
      let posts = true;
      const { client, tokens } = await tokenPair({
        answer: (response, form) =>
          posts === form.size > 0 ? "honest" : response.writeHead(posts ? 404 : status).end(),
      });
      const one = client();
      await one.headManifest(app, tag);
      posts = false;
      await one.headManifest(other, tag);
      expect(forms(tokens)).toEqual(["GET", "POST password", "POST password", "GET"]);
    },
  );

  it("that is wrong is tried once: lock-outs count", async () => {
    const { client, tokens } = await tokenPair({ users: { anna: { password: "another" } } });
    await expect(client().headManifest(app, tag)).rejects.toMatchObject({
      reason: "credentials_refused",
      upstream: "incorrect username or password",
    });
    expect(forms(tokens)).toEqual(["GET"]);
  });

  it("that is wrong by POST is called that, in the server's words", async () => {
    const { client } = await tokenPair({
      only: { method: "POST", otherwise: 404 },
      users: { anna: { password: "another" } },
    });
    await expect(client().headManifest(app, tag)).rejects.toMatchObject({
      reason: "credentials_refused",
      status: 400,
      upstream: "invalid_grant: incorrect user or token",
    });
  });
});

describe("an identity token", () => {
  it("goes by POST as a refresh token, with service and scope", async () => {
    const { client, tokens } = await tokenPair({ identityTokens: [identity.secret] });
    await client({ credential: identity }).headManifest(app, tag);
    expect(Object.fromEntries(tokens.asked[0]?.form ?? [])).toEqual({
      grant_type: "refresh_token",
      refresh_token: identity.secret,
      client_id: "longshore",
      service: "fake",
      scope: "repository:team/app:pull",
    });
    expect(forms(tokens)).toEqual(["POST refresh_token"]);
  });

  it.each([400, 401, 404])(
    "goes by GET where POST is answered with %i, and from then on",
    async (otherwise) => {
      const { client, tokens } = await tokenPair({ only: { method: "GET", otherwise } });
      const one = client({ credential: identity });
      await one.headManifest(app, tag);
      await one.headManifest(other, tag);
      expect(forms(tokens)).toEqual(["POST refresh_token", "GET", "GET"]);
      // "<token>" is nobody's account.
      expect(tokens.asked.map(({ query }) => query.get("account"))).toEqual([null, null, null]);
    },
  );

  it("does not go by GET on 405: there is no user to sign in with", async () => {
    const { client, tokens } = await tokenPair({ only: { method: "GET", otherwise: 405 } });
    await expect(client({ credential: identity }).headManifest(app, tag)).rejects.toMatchObject({
      reason: "token_refused",
      status: 405,
    });
    expect(forms(tokens)).toEqual(["POST refresh_token"]);
  });

  it("that ended is called so, and repeated nowhere", async () => {
    const { client } = await tokenPair({
      answer: (response, form) =>
        sendJson(response, form.size > 0 ? 400 : 404, {
          error: "invalid_grant",
          error_description: `${form.get("refresh_token")} has ended`,
        }),
    });
    await expect(client({ credential: identity }).headManifest(app, tag)).rejects.toMatchObject({
      reason: "credentials_refused",
      upstream: "invalid_grant: … has ended",
    });
  });
});

describe("refresh tokens", () => {
  it("that rotate are followed, each used once", async () => {
    const { client, tokens } = await tokenPair({ identityTokens: [identity.secret], refresh: "rotating" });
    const one = client({ credential: identity });
    await one.ping();
    await one.headManifest(app, tag);
    await one.headManifest(other, tag);
    expect(refreshTokens(tokens)).toEqual([identity.secret, "refresh-1", "refresh-2"]);
  });

  it("take the place of the password where it goes by POST", async () => {
    const { client, tokens } = await tokenPair({
      only: { method: "POST", otherwise: 405 },
      refresh: "lasting",
    });
    const one = client();
    await one.headManifest(app, tag);
    await one.headManifest(other, tag);
    expect(forms(tokens)).toEqual(["GET", "POST password", "POST refresh_token"]);
    expect(tokens.asked[2]?.form.get("password")).toBeNull();
  });

  it("that were withdrawn give way to the credential they came from", async () => {
    const { client, tokens } = await tokenPair({
      only: { method: "POST", otherwise: 405 },
      refresh: "lasting",
    });
    const one = client();
    await one.headManifest(app, tag);
    tokens.withdraw();
    await one.headManifest(other, tag);
    expect(forms(tokens).slice(2)).toEqual(["POST refresh_token", "POST password"]);
  });

  it("serve the credential they came with and no other", async () => {
    const { client, tokens } = await tokenPair({
      only: { method: "POST", otherwise: 405 },
      refresh: "lasting",
    });
    await client({ id: "row-r", credentialId: "c-1" }).headManifest(app, tag);
    await client({ id: "row-r", credentialId: "c-2" }).headManifest(app, tag);
    await client({ id: "row-s", credentialId: "c-1" }).headManifest(app, tag);
    expect(refreshTokens(tokens).every((token) => token === null)).toBe(true);
  });

  it("of nobody are not kept", async () => {
    const { client, tokens } = await tokenPair({ members: { refresh_token: "unasked" } });
    const one = client({ credential: { kind: "anonymous" } });
    await one.headManifest(app, tag);
    await one.headManifest(other, tag);
    expect(forms(tokens)).toEqual(["GET", "GET"]);
  });

  it("that would write headers are not kept", async () => {
    const { client, tokens } = await tokenPair({
      only: { method: "POST", otherwise: 405 },
      members: { refresh_token: "a\r\nx: y" },
    });
    const one = client();
    await one.headManifest(app, tag);
    await one.headManifest(other, tag);
    expect(forms(tokens)).toEqual(["GET", "POST password", "POST password"]);
  });
});

describe("a token's life", () => {
  it.each([
    ["nothing", undefined, 45],
    ["1 second", 1, 45],
    ["none", 0, 45],
    ["less than none", -300, 45],
    ["words", "soon", 45],
    ["null", null, 45],
    ["five minutes", 300, 270],
    ["five minutes in a string", "300", 270],
    ["a thousand years", 31_536_000_000, 86_370],
  ])("is, for %s: %j, used for %i seconds", async (_name, expires_in, used) => {
    const { client, tokens } = await tokenPair({ members: { expires_in } });
    const one = client();
    await one.headManifest(app, tag);
    const now = performance.now();
    const clock = vi.spyOn(performance, "now").mockReturnValue(now + used * 1000 - 3000);
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(1);
    clock.mockReturnValue(now + used * 1000);
    await one.headManifest(app, tag);
    expect(tokens.asked).toHaveLength(2);
  });

  it("begins once for all who wait, also when the first of them leaves", async () => {
    const waiting: (() => void)[] = [];
    const { client, tokens } = await tokenPair({
      answer: (response) => {
        waiting.push(() => sendJson(response, 200, { token: "late" }));
      },
    });
    const leaving = new AbortController();
    const first = client({ id: "flight", credentialId: "f" }).ping({ signal: leaving.signal });
    const second = client({ id: "flight", credentialId: "f" }).ping();
    await expect.poll(() => waiting.length).toBe(1);
    leaving.abort();
    await expect(first).rejects.toMatchObject({ code: "CANCELLED" });
    for (const answer of waiting) answer();
    // The registry does not know this token; what counts is that the second caller got it.
    await expect(second).rejects.toMatchObject({ reason: "permission_missing" });
    expect(tokens.asked).toHaveLength(1);
  });

  it("belongs to one user, even when two ask at the same moment", async () => {
    const { client, tokens, registry } = await tokenPair({
      users: { anna: { password: anna.secret }, bob: { password: "bob", scopes: [] } },
    });
    const bob = { kind: "basic", username: "bob", secret: "bob" } as const;
    const shared = { id: "one-row" };
    const mayRead = client({ ...shared, credentialId: "anna" }).headManifest(app, tag);
    const mayNot = client({ ...shared, credentialId: "bob", credential: bob }).headManifest(app, tag);
    expect((await mayRead).digest).toBe(image.digest);
    await expect(mayNot).rejects.toMatchObject({ reason: "permission_missing" });
    expect(tokens.asked.map(({ query }) => query.get("account")).toSorted()).toEqual(["anna", "bob"]);
    const used = registry.seen.flatMap(({ authorization }) => authorization ?? []);
    expect(new Set(used).size).toBe(2);
  });
});

describe("a scope that does not suffice", () => {
  const wider = "repository:team/app:metadata_read";

  it.each([401, 403])("(%i) is widened once and remembered, the new one first", async (status) => {
    const { client, tokens, registry } = await tokenPair({ firstScopeOnly: true });
    registry.inject(
      at("/v2/team/app/", (request, response, next) => {
        const token = request.headers.authorization?.slice(7) ?? "";
        if (!tokens.issued(token)) return next();
        if (tokens.issued(token, wider)) return sendJson(response, 200, { tags: ["1.0"] });
        const challenge = `Bearer realm="${tokens.realm}",service="fake",scope="${wider}",error="insufficient_scope"`;
        return response.writeHead(status, { "www-authenticate": challenge }).end();
      }),
    );
    const one = client();
    for await (const { tags } of one.listTags(app)) expect(tags).toEqual([tag]);
    expect(tokens.asked.map(({ query }) => query.getAll("scope"))).toEqual([
      ["repository:team/app:pull"],
      [wider, "repository:team/app:pull"],
    ]);
    const before = registry.seen.length;
    for await (const { tags } of one.listTags(app)) expect(tags).toEqual([tag]);
    expect([registry.seen.length - before, tokens.asked.length]).toEqual([1, 2]);
  });

  it.each([
    ["from the first answer on", 1, 1],
    ["from the second answer on", 2, 2],
  ])("however often it is said (%s), is widened once", async (_name, from, tokensAsked) => {
    const { client, tokens, registry } = await tokenPair();
    let round = 0;
    registry.inject(
      at("/v2/team/app/", (_request, response) => {
        round += 1;
        const error = round >= from ? ',error="insufficient_scope"' : "";
        const challenge = `Bearer realm="${tokens.realm}",scope="x:y:${round}"${error}`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
      }),
    );
    await expect(client().getManifest(app, tag)).rejects.toMatchObject({ reason: "permission_missing" });
    expect(tokens.asked).toHaveLength(tokensAsked);
  });

  it("goes joined by blanks, once, in the OAuth2 form", async () => {
    const { client, tokens, registry } = await tokenPair({ identityTokens: [identity.secret] });
    registry.inject(
      at(
        "/v2/team/app/",
        bearer(
          `Bearer realm="${tokens.realm}",service="fake",scope="repository:team/app:pull ${wider}"`,
          (token) => tokens.issued(token, wider),
        ),
      ),
    );
    await client({ credential: identity }).headManifest(app, tag);
    expect(tokens.asked[0]?.form.getAll("scope")).toEqual([`repository:team/app:pull ${wider}`]);
  });
});

/** Azure Container Registry: its own realm, access_token, metadata_read for tags, a refresh token for the password. */
describe("a registry as Azure's", () => {
  const credential = {
    kind: "basic",
    username: "00000000-0000-0000-0000-000000000000",
    secret: "aad-refresh",
  } as const;

  it.each(["GET", "POST"] as const)(
    "whose token server speaks %s: one token and one 401 for all pages",
    async (method) => {
      const { client, tokens, registry } = await tokenPair({
        member: "access_token",
        only: { method, otherwise: 400 },
        users: { [credential.username]: { password: credential.secret } },
        members: { expires_in: undefined },
      });
      const pull = "repository:team/app:pull";
      const metadata = "repository:team/app:metadata_read";
      for (const name of ["1.1", "1.2"]) registry.put(app, parseTag(name), image);
      registry.inject(
        at("/tags/list", (request, response, next) => {
          // A page of one, whatever was asked for.
          const url = new URL(request.url ?? "", "http://registry");
          url.searchParams.set("n", "1");
          request.url = url.pathname + url.search;
          const scope = `Bearer realm="${tokens.realm}",service="fake",scope="${metadata}"`;
          return bearer(scope, (token) => tokens.issued(token, metadata))(request, response, next);
        }),
      );
      const one = client({ credential });
      const listed: string[] = [];
      for await (const { tags } of one.listTags(app)) listed.push(...tags);
      expect(listed).toEqual(["1.0", "1.1", "1.2"]);
      const granted = tokens.asked.filter((asked) => asked.method === method);
      expect(granted).toHaveLength(1);
      const scopes = [
        ...(granted[0]?.query.getAll("scope") ?? []),
        ...(granted[0]?.form.get("scope")?.split(" ") ?? []),
      ];
      expect(scopes).toEqual([pull, metadata]);
      expect(registry.seen.filter(({ authorization }) => authorization === undefined)).toHaveLength(1);
      expect((await one.headManifest(app, tag)).digest).toBe(image.digest);
    },
  );
});
