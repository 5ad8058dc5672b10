import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { defineOperation, defineRead } from "#lib/operations/index.ts";
import { type ProductId, productOfHost, registryHost } from "#lib/registry/index.ts";
import { insertRegistry, type NewRegistry } from "./create-registry.ts";
import { type DockerLogin, longestConfig, readLogins } from "./docker-config.ts";
import { nameKey, registryFields, tokenHostsField } from "./fields.ts";
import { settingsOf } from "./product-settings.ts";
import { loadRegistries } from "./read-registries.ts";
import { deadlineMs, type Probed, probe, typedTarget } from "./test-registry.ts";
import type { FoundLogin } from "./types.ts";

const config = z.string().min(1).max(longestConfig);

function nameOf({ key, endpoint }: DockerLogin): string {
  if (endpoint === "") return key.slice(0, 80);
  const host = registryHost(endpoint);
  if (host === "docker.io") return "Docker Hub";
  const path = key.replace(/^[a-z]+:\/\//i, "").replace(/\/(v[12]\/?)?$/, "");
  return (path.startsWith(`${host}/`) ? path : host).slice(0, 80);
}

/** The name, or one beside it that nobody has yet. */
function freeName(name: string, username: string | undefined, taken: Set<string>): string {
  const others = [
    name,
    ...(username ? [`${name} (${username})`] : []),
    ...Array.from({ length: 200 }, (_, at) => `${name} ${at + 2}`),
  ];
  const free = others.map((one) => one.slice(0, 80)).find((one) => !taken.has(nameKey(one))) ?? name;
  taken.add(nameKey(free));
  return free;
}

/** What a pasted Docker configuration holds. Hosts and user names go back; nothing is kept, and no password is told. */
export const readDockerLogins = defineRead({
  id: "registry.readDockerLogins",
  permission: "registry:manage",
  input: z.strictObject({ text: config }),
  run: async (_actor, { text }): Promise<readonly FoundLogin[]> => {
    const logins = readLogins(text);
    const registries = await loadRegistries();
    const taken = new Set(registries.map(({ name }) => nameKey(name)));
    return logins.map((login) => {
      const { key, endpoint, state, helper, credential } = login;
      const connected = endpoint === "" ? [] : registries.filter((one) => one.endpoint === endpoint);
      return {
        key,
        state,
        name: state === "ready" ? freeName(nameOf(login), credential?.username, taken) : nameOf(login),
        product: productOf(endpoint),
        connected: connected.map(({ id, name }) => ({ id, name })),
        ...(credential ? { username: credential.username } : {}),
        ...(helper === undefined ? {} : { helper }),
      };
    });
  },
});

function productOf(endpoint: string): ProductId {
  return endpoint === "" ? "generic" : (productOfHost(new URL(endpoint).hostname) ?? "generic");
}

/** Nobody chose a product: what the server says it is, unless that one has to be told more than a login. */
function chosenFor(product: ProductId, detected: ProductId | undefined, endpoint: string): ProductId {
  if (product !== "generic" || detected === undefined) return product;
  try {
    settingsOf(detected, undefined, endpoint);
    return detected;
  } catch {
    return product;
  }
}

/** Why a test ended badly, with the address that would work beside it. */
function failureOf({ worst }: Probed): AppError {
  const { code = "REGISTRY_UNREACHABLE", reason, upstream, status, params } = worst?.error ?? {};
  return new AppError(code, `an imported registry did not pass its test (${worst?.step ?? "?"})`, {
    ...(reason ? { reason } : {}),
    ...(upstream ? { upstream } : {}),
    ...(status === undefined ? {} : { status }),
    params: { ...params, ...(worst?.suggestion ? { suggestion: worst.suggestion.endpoint } : {}) },
  });
}

/**
 * Connects one registry of a pasted Docker configuration, by the same rules as one typed by hand: tested first, its
 * credential to no token server that was not approved, on record. The text comes again, so that nothing is kept between.
 * A test that fails is the error; with params {suggestion} it would work over the other scheme.
 */
export const importDockerLogin = defineOperation({
  id: "registry.importDockerLogin",
  permission: "registry:manage",
  effect: "database",
  deadlineMs,
  input: z.strictObject({
    text: config,
    key: z.string().min(1).max(2048),
    name: registryFields.name,
    plainHttp: z.boolean().default(false),
    tokenHosts: tokenHostsField.default([]),
  }),
  target: ({ name }) => ({ targetType: "registry", targetName: name }),
  revalidate: ["/", "/registries"],
  prepare: async (_actor, { text, key, name, plainHttp, tokenHosts }, { signal }): Promise<NewRegistry> => {
    const login = readLogins(text).find((one) => one.key === key);
    if (login?.credential === undefined) throw new AppError("NOT_FOUND", "no such login in the text");
    const product = productOf(login.endpoint);
    const typed = {
      product,
      endpoint: plainHttp ? login.endpoint.replace(/^https:/, "http:") : login.endpoint,
      ...login.credential,
      keySecret: "",
      caCertificate: "",
      skipTlsVerify: false,
      // Typed by an administrator, as an address by hand is; Docker Hub is never at home.
      allowPrivate: product !== "docker-hub",
      tokenHosts,
      settings: undefined,
    };
    const probed = await probe(typedTarget(typed), signal);
    if (!probed.report.ok) throw failureOf(probed);
    const detected = probed.report.capabilities?.product;
    return { ...typed, product: chosenFor(product, detected, typed.endpoint), name, description: "" };
  },
  run: async (_actor, { key }, { tx, audit }, registry) => {
    audit.detail({ importedAs: key });
    return insertRegistry(tx, audit, registry);
  },
});
