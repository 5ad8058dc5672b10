import { randomUUID } from "node:crypto";
import { AppError, toErrorDto } from "../errors.ts";
import { adapterFor, detectProduct } from "./adapters/index.ts";
import { createRegistryClient, greet } from "./client.ts";
import type { ConnectionReport, ConnectionStep, ConnectionStepId } from "./connection-types.ts";
import { type Hail, hail, otherScheme } from "./hail.ts";
import { inspectTls } from "./inspect-tls.ts";
import { credentialsFor } from "./temporary-logins.ts";
import { resolveAllowed } from "./transport/egress.ts";
import { toConnectionError } from "./transport/failure.ts";
import type { Patience } from "./transport/retry.ts";
import { Transport } from "./transport/transport.ts";
import { Wire } from "./transport/wire.ts";
import type { Capabilities, RegistryTarget } from "./types.ts";

export interface ProbeOptions {
  readonly signal?: AbortSignal;
  /** Called with every step as it starts and as it ends. */
  readonly onStep?: (step: ConnectionStep) => void;
}

const order: readonly ConnectionStepId[] = ["address", "tls", "api", "signIn", "listing", "product"];
/** One try per step: somebody is watching, and a retry would hide what a flaky registry does. */
const patience: Patience = { attempts: 1, backoff: 0, longestPause: 0, deadline: 10_000 };

/** Runs the connection test to its end. Throws CANCELLED only; failures are steps. */
export async function probeConnection(
  target: RegistryTarget,
  { signal, onStep }: ProbeOptions = {},
): Promise<ConnectionReport> {
  const steps = connectionSteps(target, signal);
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
    onStep?.(value);
  }
}

/**
 * The connection test, step by step: "running", then how it ended. After an error the rest is skipped. Under an id of its own, so that
 * no token cached earlier makes a withdrawn credential look good.
 */
export async function* connectionSteps(
  target: RegistryTarget,
  signal?: AbortSignal,
): AsyncGenerator<ConnectionStep, ConnectionReport> {
  const probe = new Probe({ ...target, id: randomUUID() }, signal);
  for (const [index, id] of order.entries()) {
    yield { id, state: "running" };
    const step = await probe.run(id);
    yield step;
    if (step.state !== "error") continue;
    for (const skipped of order.slice(index + 1)) yield { id: skipped, state: "skipped" };
    return { ok: false };
  }
  return { ok: true, capabilities: probe.capabilities };
}

class Probe {
  readonly #target: RegistryTarget;
  readonly #url: URL;
  readonly #wire: Wire;
  readonly #transport: Transport;
  readonly #signal: AbortSignal | undefined;
  #auth: Capabilities["auth"] = "anonymous";
  #list: Capabilities["list"];
  #hail: Hail | undefined;
  #detected: ReturnType<typeof detectProduct> = { product: "generic", productName: "unknown" };

  constructor(target: RegistryTarget, signal: AbortSignal | undefined) {
    this.#target = target;
    this.#url = new URL(target.endpoint);
    this.#wire = new Wire(target, patience);
    this.#transport = new Transport(target, patience, credentialsFor(target, patience));
    this.#signal = signal;
    this.#list = adapterFor(target.product).list(target);
  }

  get capabilities(): Capabilities {
    const { offers } = adapterFor(this.#detected.product);
    return { ...this.#detected, ...offers, list: this.#list, auth: this.#auth };
  }

  async run(id: ConnectionStepId): Promise<ConnectionStep> {
    try {
      return await this[id]();
    } catch (error) {
      if (this.#signal?.aborted) {
        throw new AppError("CANCELLED", "Connection test cancelled", { cause: error });
      }
      const failure = toConnectionError(error, this.#url);
      return { id, state: "error", error: toErrorDto(failure), ...(await this.#wayOut(id, failure)) };
    }
  }

  async address(): Promise<ConnectionStep> {
    const addresses = await resolveAllowed(this.#url.hostname, this.#wire.policyFor(this.#url));
    const list = addresses.map(({ address }) => address);
    return { id: "address", state: "ok", params: { host: this.#url.hostname, addresses: list.join(", ") } };
  }

  async tls(): Promise<ConnectionStep> {
    if (this.#url.protocol === "http:") return { id: "tls", state: "skipped", params: { scheme: "http" } };
    const policy = this.#wire.policyFor(this.#url);
    const { problem, ...found } = await inspectTls(this.#url, policy, this.#deadline());
    const params = { ...found, trust: policy.skipTlsVerify ? "unchecked" : found.trust };
    if (problem === undefined) return { id: "tls", state: "ok", params };
    // Node would accept a bare common name, or was told to accept anything: usable here, not by docker.
    const usable = policy.skipTlsVerify || found.trust !== "none";
    return { id: "tls", state: usable ? "warn" : "error", params, error: toErrorDto(problem) };
  }

  async api(): Promise<ConnectionStep> {
    this.#hail = await hail(this.#wire, this.#transport.url("/v2/"), this.#deadline());
    return { id: "api", state: "ok", params: { auth: this.#hail.auth } };
  }

  async signIn(): Promise<ConnectionStep> {
    const { credential } = this.#target;
    const params = credential.kind === "basic" ? { username: credential.username } : undefined;
    try {
      const { auth } = await greet(this.#transport, this.#options());
      this.#auth = auth;
      return { id: "signIn", state: "ok", ...(params && { params }) };
    } catch (error) {
      // Anonymous tokens open public repositories only, and /v2/ may be none of them (Harbor, GHCR).
      const publicOnly =
        error instanceof AppError &&
        error.reason === "credentials_missing" &&
        this.#transport.askedScheme() === "bearer";
      if (!publicOnly) throw error;
      this.#auth = "bearer";
      return { id: "signIn", state: "warn", error: toErrorDto(error) };
    }
  }

  async listing(): Promise<ConnectionStep> {
    if (this.#list === "pinned") return { id: "listing", state: "skipped", params: { mode: this.#list } };
    try {
      const client = createRegistryClient(this.#target, patience);
      for await (const { names } of client.listRepositories(this.#options())) {
        return { id: "listing", state: "ok", params: { count: names.length } };
      }
      return { id: "listing", state: "ok", params: { count: 0 } };
    } catch (error) {
      if (this.#signal?.aborted) throw error;
      // Without a list, repositories are pinned by name: limited, not broken.
      this.#list = "pinned";
      return { id: "listing", state: "warn", error: toErrorDto(error) };
    }
  }

  async product(): Promise<ConnectionStep> {
    if (this.#hail !== undefined) {
      this.#detected = detectProduct({ endpoint: this.#url, headers: this.#hail.headers });
    }
    return { id: "product", state: "ok", params: { ...this.#detected } };
  }

  /** What to offer beside an error: the scheme that would work, or the token server to approve. */
  async #wayOut(
    id: ConnectionStepId,
    error: AppError,
  ): Promise<Pick<ConnectionStep, "suggestion" | "approve" | "error">> {
    const tokenHost = error.reason === "token_host_unapproved" ? error.params?.tokenHost : undefined;
    if (typeof tokenHost === "string") return { approve: { tokenHost } };
    if (id !== "tls" && id !== "api") return {};
    const other = await otherScheme(this.#target, error, this.#deadline());
    if (other === null) return {};
    return {
      suggestion: { endpoint: other.endpoint },
      ...(other.error && { error: toErrorDto(other.error) }),
    };
  }

  #deadline(): AbortSignal {
    const own = AbortSignal.timeout(patience.deadline);
    return this.#signal === undefined ? own : AbortSignal.any([this.#signal, own]);
  }

  #options(): { signal?: AbortSignal } {
    return this.#signal === undefined ? {} : { signal: this.#signal };
  }
}
