import { LRUCache } from "lru-cache";
import type { Credential, RegistryTarget } from "../types.ts";
import { limits } from "./body.ts";
import { shared } from "./shared.ts";
import type { Answer, Wire } from "./wire.ts";

export interface TokenRequest {
  readonly realm: string;
  readonly service: string | undefined;
  /** Most important first: some servers read only the first. */
  readonly scopes: readonly string[];
}

type Form = "GET" | "POST";

/** What was learned of a token server with one credential. */
interface Acquaintance {
  /** The form it granted a token to. */
  readonly form?: Form;
  readonly refreshToken?: string;
}

/** In memory only, and keyed by target and credential: a refresh token is as good as a password. */
const acquaintances = shared("token-servers", () => new LRUCache<string, Acquaintance>({ max: 5000 }));

/** Usernames that mark a credential's secret as an identity (refresh) token: docker's config.json's, and Azure's. */
const identityTokenUsers = ["<token>", "00000000-0000-0000-0000-000000000000"];

/** Token servers have no business redirecting: a redirect would carry the password on. */
const fixed = { redirects: 0, limit: limits.token, priority: "interactive" } as const;

/**
 * One token server asked in the forms there are: GET with Basic (distribution docs/content/spec/auth/token.md) and the
 * OAuth2 POST with a password or a refresh token (oauth.md). The caller has judged the realm.
 */
export class TokenEndpoint {
  readonly #target: RegistryTarget;
  readonly #wire: Wire;

  constructor(target: RegistryTarget, wire: Wire) {
    this.#target = target;
    this.#wire = wire;
  }

  /** The answer to the form that worked, or else to the one that says most. */
  async ask(url: URL, request: TokenRequest, signal: AbortSignal): Promise<Answer> {
    const { credential } = this.#target;
    if (credential.kind === "anonymous") return this.#get(url, request, signal);
    return (await this.#refresh(url, request, signal)) ?? this.#signIn(url, request, credential, signal);
  }

  /**
   * Keeps the refresh token that came with a token, for this credential alone. Never asked for: we have the password, and
   * what is asked for with it outlives the password's change.
   */
  keep(request: TokenRequest, refreshToken: string): void {
    const known = this.#known(request);
    // Whoever grants to GET may not know the form it would be sent back in.
    if (this.#target.credential.kind === "anonymous" || known.form === "GET") return;
    this.#learn(request, { ...known, refreshToken });
  }

  /** With the refresh token kept, or with the one that took its place meanwhile; undefined when there is none. */
  async #refresh(url: URL, request: TokenRequest, signal: AbortSignal): Promise<Answer | undefined> {
    let used: string | undefined;
    for (;;) {
      const { refreshToken } = this.#known(request);
      if (refreshToken === undefined) return undefined;
      if (refreshToken === used) break;
      used = refreshToken;
      const answer = await this.#post(url, request, refreshGrant(refreshToken), signal);
      if (![400, 401, 403, 404, 405].includes(answer.status)) return answer;
    }
    // Ended, withdrawn or used up. The credential it came from is still there.
    const { form } = this.#known(request);
    this.#learn(request, form === undefined ? {} : { form });
    return undefined;
  }

  async #signIn(
    url: URL,
    request: TokenRequest,
    credential: BasicCredential,
    signal: AbortSignal,
  ): Promise<Answer> {
    const known = this.#known(request);
    const first = known.form ?? (isIdentityToken(credential) ? "POST" : "GET");
    const answer = await this.#send(first, url, request, credential, signal);
    if (isGood(answer)) this.#learn(request, { ...known, form: first });
    if (!otherFormMayHelp(first, answer.status, credential)) return answer;
    const second = first === "GET" ? "POST" : "GET";
    const other = await this.#send(second, url, request, credential, signal);
    if (isGood(other)) this.#learn(request, { ...known, form: second });
    // "No such page" about the second says less than whatever was said about the first.
    return other.status === 404 || other.status === 405 ? answer : other;
  }

  #send(
    form: Form,
    url: URL,
    request: TokenRequest,
    credential: BasicCredential,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (form === "GET") return this.#get(url, request, signal);
    const { username, secret } = credential;
    const grant = isIdentityToken(credential)
      ? refreshGrant(secret)
      : { grant_type: "password", username, password: secret };
    return this.#post(url, request, grant, signal);
  }

  #get(realm: URL, request: TokenRequest, signal: AbortSignal): Promise<Answer> {
    const { credential } = this.#target;
    const url = new URL(realm);
    if (request.service !== undefined) url.searchParams.set("service", request.service);
    for (const scope of request.scopes) url.searchParams.append("scope", scope);
    const headers: Record<string, string> = { accept: "application/json" };
    if (credential.kind === "basic") {
      if (!isIdentityToken(credential)) url.searchParams.set("account", credential.username);
      headers.authorization = basicAuthorization(credential.username, credential.secret);
    }
    return this.#wire.send({ method: "GET", url, headers, ...fixed, signal });
  }

  #post(
    url: URL,
    request: TokenRequest,
    grant: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const form = new URLSearchParams({
      ...grant,
      client_id: "longshore",
      scope: request.scopes.join(" "),
      ...(request.service === undefined ? {} : { service: request.service }),
    });
    return this.#wire.send({
      method: "POST",
      url,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
      ...fixed,
      signal,
    });
  }

  #known(request: TokenRequest): Acquaintance {
    return acquaintances.get(this.#key(request)) ?? {};
  }

  #learn(request: TokenRequest, acquaintance: Acquaintance): void {
    acquaintances.set(this.#key(request), acquaintance);
  }

  #key({ realm, service }: TokenRequest): string {
    const { id, credentialId, endpoint } = this.#target;
    return JSON.stringify([id, credentialId, endpoint, realm, service ?? ""]);
  }
}

type BasicCredential = Extract<Credential, { kind: "basic" }>;

/** RFC 7617 with UTF-8. */
export function basicAuthorization(username: string, secret: string): string {
  return `Basic ${Buffer.from(`${username}:${secret}`, "utf8").toString("base64")}`;
}

/** Its secret is a refresh token and no password. */
export function isIdentityToken({ username }: BasicCredential): boolean {
  return identityTokenUsers.includes(username);
}

function refreshGrant(refreshToken: string): Readonly<Record<string, string>> {
  return { grant_type: "refresh_token", refresh_token: refreshToken };
}

function isGood({ status }: Answer): boolean {
  return status >= 200 && status <= 299;
}

/**
 * How servers say that they do not know a form. POST, as containerd reads it: 404 (GCR), 401 (Artifactory), 400 (ACR), and
 * 405 where there is a user to try GET with. GET: never on 401, a wrong password tried twice locks accounts out sooner.
 */
function otherFormMayHelp(form: Form, status: number, credential: BasicCredential): boolean {
  if (form === "GET") return [400, 404, 405].includes(status);
  return [400, 401, 404].includes(status) || (status === 405 && !isIdentityToken(credential));
}
