import { LRUCache } from "lru-cache";
import { AppError } from "../errors.ts";
import type { IssuedLogin, TemporaryLogin } from "./adapters/adapter.ts";
import { adapterFor } from "./adapters/index.ts";
import { ProductApi } from "./product-api.ts";
import { abortable } from "./transport/abortable.ts";
import { type CredentialSource, storedCredential } from "./transport/credentials.ts";
import { withDeadline } from "./transport/deadline.ts";
import { defaultPatience, type Patience } from "./transport/retry.ts";
import { shared } from "./transport/shared.ts";
import type { Credential, RegistryTarget } from "./types.ts";

interface StoredLogin {
  readonly credential: Credential;
  /** Monotonic milliseconds. */
  readonly issuedAt: number;
  readonly renewAt: number;
}

/** In memory only; keys carry target, credential and settings, as those of tokens do. */
const logins = shared("logins", () => new LRUCache<string, StoredLogin>({ max: 1000 }));
const flights = new Map<string, Promise<Credential>>();

const longestLife = 24 * 3600;
/** Younger than this, another one would be refused as well. */
const fresh = 60_000;

/** What /v2/ is shown for this target: the stored credential, or the login its product exchanges it for. */
export function credentialsFor(target: RegistryTarget, patience?: Patience): CredentialSource {
  const login = adapterFor(target.product).temporaryLogin?.(target) ?? null;
  return login === null ? storedCredential(target) : new TemporaryLogins(target, login, patience);
}

/** The user and password docker itself signs in to this registry with. Throws what asking for them does. */
export function dockerLogin(target: RegistryTarget, signal: AbortSignal): Promise<Credential> {
  return credentialsFor(target).get(signal);
}

/** Logins of one target: asked for once however many need one, kept in memory, renewed before they end. */
export class TemporaryLogins implements CredentialSource {
  readonly #target: RegistryTarget;
  readonly #login: TemporaryLogin;
  readonly #patience: Patience;
  readonly #key: string;

  constructor(target: RegistryTarget, login: TemporaryLogin, patience: Patience = defaultPatience) {
    this.#target = target;
    this.#login = login;
    this.#patience = patience;
    const { id, credentialId, endpoint, product, settings } = target;
    this.#key = JSON.stringify([id, credentialId, endpoint, product, settings]);
  }

  async get(signal: AbortSignal): Promise<Credential> {
    const { credential } = this.#target;
    if (credential.kind === "anonymous") return credential;
    const stored = logins.get(this.#key);
    if (stored !== undefined && stored.renewAt > performance.now()) return stored.credential;
    let flight = flights.get(this.#key);
    if (flight === undefined) {
      // Its own deadline, as that of tokens: others wait for it too.
      flight = withDeadline(this.#patience.deadline, undefined, (own) => this.#issue(own)).finally(() =>
        flights.delete(this.#key),
      );
      flights.set(this.#key, flight);
    }
    return await abortable(flight, signal);
  }

  forget(): void {
    const stored = logins.get(this.#key);
    if (stored !== undefined && performance.now() - stored.issuedAt > fresh) logins.delete(this.#key);
  }

  async #issue(signal: AbortSignal): Promise<Credential> {
    const askedAt = performance.now();
    const api = new ProductApi(this.#target, this.#login, this.#patience);
    const options = { signal, priority: "interactive" } as const;
    const issued = await this.#login.issue(api, this.#target, options);
    const { username, secret, lifetime } = checked(issued, new URL(this.#login.origin(this.#target)));
    const credential = { kind: "basic", username, secret } as const;
    const life = Math.min(lifetime, longestLife) * 1000;
    const renewAt = askedAt + life - Math.min(5 * 60_000, life / 4);
    logins.set(this.#key, { credential, issuedAt: performance.now(), renewAt });
    return credential;
  }
}

function checked(issued: IssuedLogin, { host }: URL): IssuedLogin {
  if (issued.username !== "" && issued.secret !== "" && issued.lifetime > 0) return issued;
  throw new AppError("REGISTRY_UNAUTHORIZED", "The answer holds no login", {
    reason: "token_refused",
    params: { host },
  });
}
