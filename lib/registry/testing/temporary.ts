import { createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TemporaryLogin } from "../adapters/adapter.ts";
import { secondsUntil } from "../adapters/lifetime.ts";
import { isObject, stringOf } from "../json.ts";
import type { Signable } from "../transport/wire.ts";
import type { RegistryTarget } from "../types.ts";
import { type FakeRegistry, sendJson, startFakeRegistry } from "./fake-registry.ts";
import { basicOf, bodyText } from "./products/pages.ts";

export const key = { kind: "basic", username: "AKID", secret: "key-secret-1" } as const;

export interface IssuingRegistry extends FakeRegistry {
  /** Signatures of the requests for a login, in order. */
  readonly signatures: readonly string[];
  /** Logins issued so far are good no more. */
  withdraw(): void;
}

/** A registry whose /v2/ takes logins of half an hour, issued at /login to whoever signs the request. */
export async function startIssuingRegistry(): Promise<IssuingRegistry> {
  const signatures: string[] = [];
  let good: string | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (request.url !== "/login") {
      if (good !== undefined && basicOf(request) === `temp:${good}`) return next();
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="r"' }).end();
    }
    const { method = "", headers } = request;
    const signature = String(headers["x-signature"]);
    signatures.push(signature);
    const url = new URL("/login", `http://${headers.host}`);
    const signed = {
      method,
      url,
      headers: { "x-time": String(headers["x-time"]) },
      body: await bodyText(request),
    };
    if (signature !== signatureOf(signed)) return void sendJson(response, 200, { problem: "BadSignature" });
    good = `word-${signatures.length}`;
    return void sendJson(response, 200, { user: "temp", password: good, expires: Date.now() + 1_800_000 });
  };
  const registry = await startFakeRegistry({ faults: [(...line) => void answer(...line)] });
  return { ...registry, signatures, withdraw: () => (good = undefined) };
}

export function issuedBy(origin: string): TemporaryLogin {
  let signing = 0;
  return {
    origin: () => origin,
    headers: () => ({}),
    sign: (request, { credential }) => {
      signing += 1;
      const headers = { ...request.headers, "x-time": String(signing) };
      const signature = signatureOf({ ...request, headers }, credential);
      return { url: request.url, headers: { ...headers, "x-signature": signature } };
    },
    failure: (body) =>
      isObject(body) && body.problem !== undefined
        ? ["REGISTRY_UNAUTHORIZED", "credentials_refused"]
        : undefined,
    issue: async (api, _target, options) => {
      const { body, headers } = await api.ask(
        { path: ["login"], query: {}, body: '{"for":"docker"}' },
        options,
      );
      const { user, password, expires } = isObject(body) ? body : {};
      return {
        username: stringOf(user) ?? "",
        secret: stringOf(password) ?? "",
        lifetime: secondsUntil(Number(expires), headers),
      };
    },
  };
}

function signatureOf(
  { method, url, headers, body }: Signable,
  credential: RegistryTarget["credential"] = key,
): string {
  const secret = credential.kind === "basic" ? credential.secret : "";
  const text = [method, url.href, headers["x-time"], body].join("\n");
  return createHmac("sha256", secret).update(text).digest("hex");
}
