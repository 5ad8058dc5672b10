import { z } from "zod";
import { AppError, type ValidationKey } from "#lib/errors.ts";
import { dockerHubEndpoint, normalizeEndpoint } from "#lib/registry/index.ts";

/** Longer is no file of logins. */
export const longestConfig = 256 * 1024;
/** Nobody signs in to more; each is a test and a row. */
const mostEntries = 200;

/** What a login of the file is worth: usable, kept elsewhere, or nothing. */
export type DockerLoginState = "ready" | "helper" | "empty" | "unreadable";

export interface DockerLogin {
  /** As the file names it. */
  readonly key: string;
  /** Canonical address. */
  readonly endpoint: string;
  readonly state: DockerLoginState;
  /** Only with "ready". Keep it on the stack. */
  readonly credential?: { readonly username: string; readonly secret: string };
  /** The program that has it, with "helper". */
  readonly helper?: string;
}

const text = z.string().max(65_536).optional().catch(undefined);
const auth = z.looseObject({ auth: text, identitytoken: text, username: text, password: text });

/** Docker Desktop keeps more than one thing about Docker Hub. */
const notALogin = /\/(access|refresh)-token$/;

function refuse(key: ValidationKey): AppError {
  return new AppError("INVALID_INPUT", `Docker's config refused: ${key}`, { fields: { text: key } });
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function parse(config: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(config);
  } catch {
    // Its message quotes the text, which holds passwords.
    throw refuse("config_not_json");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw refuse("config_not_json");
  return objectIn(parsed);
}

/** "user:password" in base64, the password perhaps padded with NUL, as docker reads it. */
function decoded(encoded: string): DockerLogin["credential"] | null {
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(encoded)) return null;
  const plain = Buffer.from(encoded, "base64").toString("utf8").replace(/\0+$/, "");
  const colon = plain.indexOf(":");
  const [username, secret] = [plain.slice(0, colon), plain.slice(colon + 1)];
  return colon > 0 && /^\P{Cc}+$/u.test(username) ? { username, secret } : null;
}

function loginOf(value: unknown): Pick<DockerLogin, "state" | "credential"> {
  const found = auth.safeParse(objectIn(value)).data;
  if (!found) return { state: "unreadable" };
  const { identitytoken, username, password } = found;
  const basic = found.auth
    ? decoded(found.auth)
    : username
      ? { username, secret: password ?? "" }
      : undefined;
  if (basic === null) return { state: "unreadable" };
  // An identity token is exchanged for others; the user name beside it means nothing to the token server.
  if (identitytoken) return { state: "ready", credential: { username: "<token>", secret: identitytoken } };
  if (basic === undefined) return { state: "empty" };
  return basic.secret === "" ? { state: "unreadable" } : { state: "ready", credential: basic };
}

/** Docker's keys have no path, but for Docker Hub's; Podman's may have a namespace, which is no part of an address. */
function endpointOfKey(key: string): string | null {
  try {
    const { endpoint } = normalizeEndpoint(key);
    return endpoint === dockerHubEndpoint ? endpoint : new URL(endpoint).origin;
  } catch {
    return null;
  }
}

/**
 * The logins of a `~/.docker/config.json` (docker/cli, config file: auths, credsStore, credHelpers). Throws INVALID_INPUT
 * with `fields.text` and never a word of what was pasted.
 */
export function readLogins(config: string): readonly DockerLogin[] {
  const { auths, credsStore, credHelpers } = parse(config);
  const store = typeof credsStore === "string" && credsStore !== "" ? credsStore : undefined;
  const helpers = new Map(
    Object.entries(objectIn(credHelpers)).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  const logins = new Map(Object.entries(objectIn(auths)));
  const keys = [...new Set([...logins.keys(), ...helpers.keys()])].filter((key) => !notALogin.test(key));
  if (keys.length === 0) throw refuse("config_no_auths");
  if (keys.length > mostEntries) throw refuse("config_too_many");
  return keys.map((key) => {
    const endpoint = endpointOfKey(key);
    if (endpoint === null) return { key, endpoint: "", state: "unreadable" };
    const login = loginOf(logins.get(key));
    const helper = helpers.get(key) ?? store;
    if (login.state === "empty" && helper !== undefined) return { key, endpoint, state: "helper", helper };
    return { key, endpoint, ...login };
  });
}
