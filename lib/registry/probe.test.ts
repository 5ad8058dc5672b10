import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ConnectionReport, ConnectionStep } from "./connection-types.ts";
import { probeConnection } from "./probe.ts";
import { type Authority, type LeafOptions, selfSigned, testAuthority } from "./testing/certificates.ts";
import { type DockerRegistry, startDockerRegistry } from "./testing/docker-registry.ts";
import { type FakeRegistry, type Fault, startFakeRegistry } from "./testing/fake-registry.ts";
import * as faults from "./testing/faults.ts";
import { testImage } from "./testing/images.ts";
import { testTarget } from "./testing/target.ts";
import { startTokenServer } from "./testing/token-server.ts";
import type { RegistryTarget } from "./types.ts";

const user = { name: "anna", password: "s3cret" };
const signedIn = { kind: "basic", username: user.name, secret: user.password } as const;

interface Outcome {
  readonly report: ConnectionReport;
  readonly steps: Readonly<Partial<Record<ConnectionStep["id"], ConnectionStep>>>;
  readonly states: string;
}

async function probe(target: RegistryTarget): Promise<Outcome> {
  const ended: ConnectionStep[] = [];
  const running: string[] = [];
  const report = await probeConnection(target, {
    onStep: (step) => (step.state === "running" ? running.push(step.id) : ended.push(step)),
  });
  // Every step that did something was announced first.
  expect(
    ended.filter((step) => !(step.state === "skipped" && !running.includes(step.id))).map(({ id }) => id),
  ).toEqual(running);
  return {
    report,
    steps: Object.fromEntries(ended.map((step) => [step.id, step])),
    states: ended.map(({ state }) => state).join(" "),
  };
}

describe("the connection test against real registries", () => {
  let open: DockerRegistry;
  let locked: DockerRegistry;
  let secure: DockerRegistry;
  let authority: Authority;

  beforeAll(async () => {
    authority = testAuthority();
    [open, locked, secure] = await Promise.all([
      startDockerRegistry(),
      startDockerRegistry({ user }),
      startDockerRegistry({ tls: authority.issue() }),
    ]);
    await open.push("team/app", "1.0", testImage());
  });
  afterAll(async () => {
    await Promise.all([open?.stop(), locked?.stop(), secure?.stop()]);
  });

  it("passes an open one and says what it is", async () => {
    const { report, steps, states } = await probe(testTarget(open.endpoint));
    expect(states).toBe("ok skipped ok ok ok ok");
    expect(steps.address?.params).toEqual({ host: "127.0.0.1", addresses: "127.0.0.1" });
    expect(steps.listing?.params).toEqual({ count: 1 });
    expect(report).toEqual({
      ok: true,
      capabilities: {
        product: "distribution",
        productName: "CNCF Distribution",
        list: "catalog",
        auth: "anonymous",
        deleteTag: "unknown",
        deleteDigest: "unknown",
        referrers: "fallback",
      },
    });
  });

  it("passes one with htpasswd, with the right password only", async () => {
    const { report, steps } = await probe(testTarget(locked.endpoint, { credential: signedIn }));
    expect(report.capabilities?.auth).toBe("basic");
    expect(steps.signIn?.params).toEqual({ username: "anna" });

    const wrong = await probe(testTarget(locked.endpoint, { credential: { ...signedIn, secret: "no" } }));
    expect(wrong.report.ok).toBe(false);
    expect(wrong.states).toBe("ok skipped ok error skipped skipped");
    expect(wrong.steps.signIn?.error).toMatchObject({
      code: "REGISTRY_UNAUTHORIZED",
      reason: "credentials_refused",
    });

    const anonymous = await probe(testTarget(locked.endpoint));
    expect(anonymous.steps.signIn?.error?.reason).toBe("credentials_missing");
  });

  it("trusts a pasted authority and names an unknown one", async () => {
    const trusted = await probe(testTarget(secure.endpoint, { caCertificate: authority.certificate }));
    expect(trusted.states).toBe("ok ok ok ok ok ok");
    expect(trusted.steps.tls?.params).toMatchObject({ issuer: "Test CA (Longshore Tests)", trust: "pasted" });

    const unknown = await probe(testTarget(secure.endpoint));
    expect(unknown.states).toBe("ok error skipped skipped skipped skipped");
    expect(unknown.steps.tls?.error).toMatchObject({
      code: "TLS_UNTRUSTED",
      reason: "tls_unknown_authority",
    });

    const skipped = await probe(testTarget(secure.endpoint, { skipTlsVerify: true }));
    expect(skipped.report.ok).toBe(true);
    expect(skipped.steps.tls).toMatchObject({ state: "warn", params: { trust: "unchecked" } });
  });

  it("offers the other scheme when http and https are mixed up", async () => {
    const asHttps = await probe(testTarget(open.endpoint.replace("http:", "https:")));
    expect(asHttps.steps.tls).toMatchObject({
      error: { reason: "http_server_on_https" },
      suggestion: { endpoint: open.endpoint },
    });
    const asHttp = await probe(testTarget(secure.endpoint.replace("https:", "http:")));
    expect(asHttp.steps.api).toMatchObject({
      error: { reason: "https_server_on_http" },
      suggestion: { endpoint: secure.endpoint },
    });
  });

  it("refuses private addresses unless they are allowed, whatever listens there", async () => {
    const listening = await probe(testTarget(open.endpoint, { allowPrivate: false }));
    const silent = await probe(testTarget("http://127.0.0.1:1", { allowPrivate: false }));
    const words = ({ steps }: Outcome): unknown => [
      steps.address?.error?.code,
      steps.address?.error?.reason,
      steps.address?.error?.upstream,
    ];
    expect(words(listening)).toEqual(["REGISTRY_UNREACHABLE", "egress_refused", undefined]);
    expect(words(silent)).toEqual(words(listening));
    const metadata = await probe(testTarget("http://169.254.169.254", { allowPrivate: true }));
    expect(metadata.steps.address?.error?.reason).toBe("egress_refused");
  });

  it("says that nobody listens, or that the name does not exist", async () => {
    const silent = await probe(testTarget("http://127.0.0.1:1"));
    expect(silent.steps.api?.error).toMatchObject({
      code: "REGISTRY_UNREACHABLE",
      reason: "connection_refused",
    });
    const nameless = await probe(testTarget("https://registry.invalid"));
    expect(nameless.steps.address?.error).toMatchObject({ reason: "dns_not_found" });
  });

  it("ends at once when cancelled", async () => {
    const cancelled = probeConnection(testTarget(open.endpoint), { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
  });
});

describe("certificates", () => {
  const cases: { cause: string; options: LeafOptions; byItself?: boolean; host?: string; reason: string }[] =
    [
      { cause: "has expired", options: { from: -20, to: -10 }, reason: "tls_expired" },
      { cause: "is not valid yet", options: { from: 10, to: 20 }, reason: "tls_not_yet_valid" },
      {
        cause: "names another host",
        options: { names: ["DNS:other.example"] },
        reason: "tls_name_mismatch",
      },
      { cause: "has no subjectAltName", options: { names: [] }, reason: "tls_no_subject_alt_name" },
      { cause: "is self-signed", options: {}, byItself: true, reason: "tls_self_signed" },
    ];

  it.each(cases)("that $cause: $reason", async ({ options, byItself, reason }) => {
    const authority = testAuthority();
    const tls = byItself ? selfSigned() : authority.issue(options);
    const registry = await startDockerRegistry({ tls });
    try {
      const { steps, report } = await probe(
        testTarget(registry.endpoint, { caCertificate: authority.certificate }),
      );
      expect(steps.tls).toMatchObject({ state: "error", error: { code: "TLS_UNTRUSTED", reason } });
      expect(steps.tls?.params?.expires).toMatch(/^\d{4}-/);
      expect(report.ok).toBe(false);
    } finally {
      await registry.stop();
    }
  });
});

describe("what the connection test makes of others", () => {
  const running: FakeRegistry[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  async function fake(...list: Fault[]): Promise<string> {
    const registry = await startFakeRegistry({ faults: list });
    running.push(registry);
    return registry.endpoint;
  }

  it("listing refused is a limit, not a failure: repositories are pinned", async () => {
    const { report, steps } = await probe(
      testTarget(await fake(faults.at("_catalog", faults.answer(403, "no")))),
    );
    expect(steps.listing).toMatchObject({ state: "warn", error: { reason: "listing_refused" } });
    expect(report).toMatchObject({ ok: true, capabilities: { list: "pinned" } });
  });

  it("a product that never lists is not asked to", async () => {
    const { steps, report } = await probe(testTarget(await fake(), { product: "docker-hub" }));
    expect(steps.listing).toMatchObject({ state: "skipped", params: { mode: "pinned" } });
    expect(report.capabilities?.list).toBe("pinned");
    expect(running[0]?.seen.some(({ url }) => url.includes("_catalog"))).toBe(false);
  });

  it("a web page is not a registry", async () => {
    for (const page of [faults.html(), faults.html(404, "Not Found"), faults.answer(401, "log in")]) {
      const { steps } = await probe(testTarget(await fake(page)));
      expect(steps.api).toMatchObject({ state: "error", error: { reason: "not_a_registry" } });
    }
  });

  it("one that moved to another address says where", async () => {
    const home = await fake();
    const { steps } = await probe(
      testTarget(await fake(faults.answer(301, "", { location: `${home}/v2/` }))),
    );
    expect(steps.api?.error).toMatchObject({ code: "REGISTRY_UNREACHABLE", reason: "egress_refused" });
    const open = await fake(faults.answer(301, "", { location: `${home}/v2/` }));
    const approved = await probe(testTarget(open, { tokenHosts: [home] }));
    expect(approved.steps.api?.error).toMatchObject({ reason: "redirect_refused", params: { to: home } });
  });

  it("anonymous tokens that /v2/ does not take still open public repositories", async () => {
    const tokens = await startTokenServer();
    const endpoint = await fake(
      faults.at(
        /^\/v2\/$/,
        faults.bearer(`Bearer realm="${tokens.realm}"`, () => false),
      ),
    );
    const { report, steps } = await probe(testTarget(endpoint, { tokenHosts: [tokens.origin] }));
    await tokens.stop();
    expect(steps.signIn).toMatchObject({ state: "warn", error: { reason: "credentials_missing" } });
    expect(report).toMatchObject({ ok: true, capabilities: { auth: "bearer" } });
  });
});
