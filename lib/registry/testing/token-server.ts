import type { ServerResponse } from "node:http";
import { sendJson, startFakeRegistry } from "./fake-registry.ts";

export interface TokenServer {
  readonly realm: string;
  readonly origin: string;
  /** Every request for a token. */
  readonly asked: readonly {
    readonly method: string;
    readonly query: URLSearchParams;
    readonly authorization: string | undefined;
    readonly form: URLSearchParams;
  }[];
  /** True for tokens of this server, good for `scope` when given. */
  issued(token: string, scope?: string): boolean;
  stop(): Promise<void>;
}

export interface TokenServerOptions {
  /** Answers in the server's place; "honest" leaves it to the server. */
  readonly answer?: (response: ServerResponse, form: URLSearchParams) => unknown;
  /** Makes the token; opaque ones otherwise. */
  readonly mint?: (scopes: readonly string[]) => string;
  /** Members of the answer, e.g. expires_in. */
  readonly members?: object;
}

/** A token server that grants whatever is asked and remembers by whom. */
export async function startTokenServer(options: TokenServerOptions = {}): Promise<TokenServer> {
  const granted = new Map<string, readonly string[]>();
  const asked: TokenServer["asked"][number][] = [];
  const fake = await startFakeRegistry({
    faults: [
      async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        const form = new URLSearchParams(Buffer.concat(chunks).toString());
        const query = new URL(request.url ?? "", "http://token").searchParams;
        asked.push({
          method: request.method ?? "",
          query,
          form,
          authorization: request.headers.authorization,
        });
        if (options.answer !== undefined && options.answer(response, form) !== "honest") return;
        const scopes = [...query.getAll("scope"), ...(form.get("scope") ?? "").split(" ")].filter(Boolean);
        const token = options.mint?.(scopes) ?? `token-${granted.size + 1}`;
        granted.set(token, scopes);
        sendJson(response, 200, { token, expires_in: 300, ...options.members });
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
    stop: fake.stop,
  };
}
