import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { TemporaryLogins } from "./temporary-logins.ts";
import { answer, at, times } from "./testing/faults.ts";
import { impatient, testTarget } from "./testing/target.ts";
import { type IssuingRegistry, issuedBy, key, startIssuingRegistry } from "./testing/temporary.ts";
import { startTokenServer } from "./testing/token-server.ts";
import { Transport } from "./transport/transport.ts";
import { upstreamText } from "./transport/upstream-text.ts";
import type { RegistryTarget } from "./types.ts";

afterEach(() => void vi.restoreAllMocks());

async function issuing(): Promise<IssuingRegistry> {
  const registry = await startIssuingRegistry();
  onTestFinished(registry.stop);
  return registry;
}

function asking(registry: IssuingRegistry, overrides: Partial<RegistryTarget> = {}) {
  const target = testTarget(registry.endpoint, { credential: key, ...overrides });
  return () => {
    const logins = new TemporaryLogins(target, issuedBy(registry.endpoint), impatient);
    const transport = new Transport(target, impatient, logins);
    return transport.request({ method: "GET", url: transport.url("/v2/"), limit: 1000 });
  };
}

const minutes = (count: number) => count * 60_000;

describe("a temporary login", () => {
  it("is had for the stored key by one signed request, however many need it, and is what /v2/ is shown", async () => {
    const registry = await issuing();
    const ask = asking(registry);
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await ask();
    expect(registry.signatures).toHaveLength(1);
    const shown = registry.seen.map(
      ({ authorization, headers }) => `${authorization}${JSON.stringify(headers)}`,
    );
    expect(shown.join()).not.toContain(key.secret);
  });

  it("is in nobody's words, even where the registry sends it back", async () => {
    const registry = await issuing();
    const ask = asking(registry);
    await ask();
    const { authorization = "" } = registry.seen.at(-1) ?? {};
    const [, word = ""] = authorization.split(" ");
    const password = Buffer.from(word, "base64").toString().split(":")[1] ?? "";
    registry.inject(answer(403, `You showed ${word}, so ${password}.`));
    const refused = await ask();
    expect(Buffer.from(refused.body).toString()).toContain(password);
    expect(upstreamText(refused, key)).toBe("You showed …, so ….");
  });

  it("is renewed before it ends", async () => {
    const registry = await issuing();
    const ask = asking(registry);
    await ask();
    const started = performance.now();
    const clock = vi.spyOn(performance, "now").mockReturnValue(started + minutes(24));
    await ask();
    expect(registry.signatures).toHaveLength(1);
    clock.mockReturnValue(started + minutes(26));
    expect((await ask()).status).toBe(200);
    expect(registry.signatures).toHaveLength(2);
  });

  it("that was withdrawn is replaced, but not at every refusal", async () => {
    const registry = await issuing();
    const ask = asking(registry);
    await ask();
    registry.withdraw();
    await expect(ask()).rejects.toMatchObject({ code: "REGISTRY_UNAUTHORIZED" });
    await expect(ask()).rejects.toMatchObject({ code: "REGISTRY_UNAUTHORIZED" });
    expect(registry.signatures).toHaveLength(1);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + minutes(2));
    await expect(ask()).rejects.toMatchObject({ code: "REGISTRY_UNAUTHORIZED" });
    expect((await ask()).status).toBe(200);
    expect(registry.signatures).toHaveLength(2);
  });

  it("of one credential serves no other", async () => {
    const registry = await issuing();
    const id = "one-row";
    await asking(registry, { id })();
    await expect(asking(registry, { id, credential: { ...key, secret: "wrong" } })()).rejects.toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "credentials_refused",
    });
    expect(registry.signatures).toHaveLength(2);
  });

  it("is signed for anew when the request has to be repeated", async () => {
    const registry = await issuing();
    const signatures: unknown[] = [];
    registry.inject(
      at(
        "/login",
        times(1, (request, response) => {
          signatures.push(request.headers["x-signature"]);
          response.writeHead(503).end();
        }),
      ),
    );
    expect((await asking(registry)()).status).toBe(200);
    expect(registry.signatures).not.toEqual(signatures);
    expect(signatures).toHaveLength(1);
  });

  it("is shown to the token server where /v2/ has one", async () => {
    const registry = await issuing();
    const server = await startTokenServer({ users: { temp: { password: "word-1" } } });
    onTestFinished(server.stop);
    registry.inject(
      at("/v2/", (request, response, next) => {
        const token = request.headers.authorization?.replace("Bearer ", "");
        if (token !== undefined && server.issued(token)) return void response.writeHead(200).end();
        return answer(401, "", { "www-authenticate": `Bearer realm="${server.realm}"` })(
          request,
          response,
          next,
        );
      }),
    );
    const ask = asking(registry, { tokenHosts: [server.origin] });
    expect((await ask()).status).toBe(200);
    expect(server.asked).toHaveLength(1);
  });

  it("is not asked for without a credential", async () => {
    const registry = await issuing();
    await expect(asking(registry, { credential: { kind: "anonymous" } })()).rejects.toMatchObject({
      reason: "credentials_missing",
    });
    expect(registry.signatures).toEqual([]);
  });
});
