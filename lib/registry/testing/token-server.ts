import type { ServerResponse } from "node:http";
import { sendJson, startFakeRegistry } from "./fake-registry.ts";

export interface TokenServer {
  readonly realm: string;
  readonly origin: string;
  /** Every request for a token. */
  readonly asked: readonly AskedForToken[];
  /** True for tokens of this server, good for `scope` when given. */
  issued(token: string, scope?: string): boolean;
  /** Ends every refresh token there is. */
  withdraw(): void;
  stop(): Promise<void>;
}

type Allowed = readonly string[] | "all";
/** Each with what its owner may have. */
type RefreshTokens = Map<string, Allowed>;

interface AskedForToken {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

export interface TokenServerOptions {
  /** Answers in the server's place; "honest" leaves it to the server. */
  readonly answer?: (response: ServerResponse, form: URLSearchParams) => unknown;
  /** Makes the token; opaque ones otherwise. */
  readonly mint?: (scopes: readonly string[]) => string;
  /** Members of the answer, e.g. expires_in. */
  readonly members?: object;
  /** What the token is called: Azure and the OAuth2 form say access_token. */
  readonly member?: "token" | "access_token";
  /** The one form it knows, and the status of its answer to the other. */
  readonly only?: { readonly method: "GET" | "POST"; readonly otherwise: number };
  /** Who may sign in, and what each may have at most; without it everybody may everything. */
  readonly users?: Readonly<
    Record<string, { readonly password: string; readonly scopes?: readonly string[] }>
  >;
  /** Identity tokens it knows from the start; refresh tokens it hands out come on top. */
  readonly identityTokens?: readonly string[];
  /** Hands out refresh tokens, each good for one use when "rotating". */
  readonly refresh?: "lasting" | "rotating";
  /** Reads one scope and passes over the others. */
  readonly firstScopeOnly?: boolean;
}

/** A token server (distribution token.md and oauth.md) that remembers what it granted and to whom. */
export async function startTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const granted = new Map<string, readonly string[]>();
  const refreshTokens: RefreshTokens = new Map((options.identityTokens ?? []).map((token) => [token, "all"]));
  const asked: AskedForToken[] = [];
  let handedOut = 0;
  const renew = (allowed: Allowed): object => {
    if (options.refresh === undefined) return {};
    handedOut += 1;
    refreshTokens.set(`refresh-${handedOut}`, allowed);
    return { refresh_token: `refresh-${handedOut}` };
  };
  const fake = await startFakeRegistry({
    faults: [
      async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const form = new URLSearchParams(Buffer.concat(chunks).toString());
        const query = new URL(request.url ?? "", "http://token").searchParams;
        const { method = "", headers } = request;
        const asking = { method, query, form, authorization: headers.authorization };
        asked.push(asking);
        if (options.answer !== undefined && options.answer(response, form) !== "honest") return;
        if (options.only !== undefined && method !== options.only.method) {
          return void response.writeHead(options.only.otherwise).end();
        }
        const allowed = limitsOf(asking, options, refreshTokens);
        if (allowed === "refused") return void refuse(response, method);
        if (options.refresh === "rotating") refreshTokens.delete(form.get("refresh_token") ?? "");
        const wanted = [...query.getAll("scope"), ...(form.get("scope") ?? "").split(" ")].filter(Boolean);
        const read = options.firstScopeOnly ? wanted.slice(0, 1) : wanted;
        const scopes = allowed === "all" ? read : read.filter((scope) => allowed.includes(scope));
        const token = options.mint?.(scopes) ?? `token-${granted.size + 1}`;
        granted.set(token, scopes);
        const refresh = method === "POST" ? renew(allowed) : {};
        sendJson(response, 200, {
          [options.member ?? "token"]: token,
          expires_in: 300,
          ...refresh,
          ...options.members,
        });
      },
    ],
  });
  return {
    origin: fake.endpoint,
    realm: `${fake.endpoint}/token`,
    asked,
    issued: (token, scope) => {
      const scopes = granted.get(token);
      return scopes !== undefined && (scope === undefined || scopes.includes(scope));
    },
    withdraw: () => refreshTokens.clear(),
    stop: fake.stop,
  };
}

/** The scopes this request may be granted at most. */
function limitsOf(
  { form, authorization }: AskedForToken,
  options: TokenServerOptions,
  refreshTokens: RefreshTokens,
): Allowed | "refused" {
  const { users, identityTokens, refresh } = options;
  if (form.get("grant_type") === "refresh_token") {
    const checked = identityTokens !== undefined || refresh !== undefined;
    return refreshTokens.get(form.get("refresh_token") ?? "") ?? (checked ? "refused" : "all");
  }
  if (users === undefined) return "all";
  const basic = Buffer.from(authorization?.replace(/^Basic /, "") ?? "", "base64").toString();
  const colon = basic.indexOf(":");
  const name = form.get("username") ?? basic.slice(0, colon);
  const user = users[name];
  const matches = user?.password === (form.get("password") ?? basic.slice(colon + 1));
  return user !== undefined && matches ? (user.scopes ?? "all") : "refused";
}

function refuse(response: ServerResponse, method: string): void {
  if (method === "GET") sendJson(response, 401, { details: "incorrect username or password" });
  else sendJson(response, 400, { error: "invalid_grant", error_description: "incorrect user or token" });
}
