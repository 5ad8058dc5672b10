import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import {
  ecrNeedsRegion,
  type ProductId,
  type ProductSettings,
  settingsKind,
  takesSecondKey,
} from "#lib/registry/index.ts";
import { refuse, tokenOriginOf } from "./fields.ts";

const namespaces = z.array(z.string().max(255)).max(100).readonly();

/** What a product's adapter asks for beside address and credential, by kind (ProductSettings). */
export const settingsField = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("namespaces"), namespaces }),
  z.strictObject({
    kind: z.literal("instance"),
    instance: z.string().trim().max(100),
    region: z.string().trim().max(60),
    namespaces,
    keyId: z.string().trim().max(100).optional(),
  }),
  z.strictObject({ kind: z.literal("gitlab"), api: z.string().trim().max(300), namespaces }),
  z.strictObject({
    kind: z.literal("ecr"),
    region: z.string().trim().max(40),
    accountId: z.string().trim().max(20),
  }),
]);

/** A path of names, none of them dots alone: it becomes a part of a URL. */
const namespacePattern = /^\w[\w.-]*(\/\w[\w.-]*)*$/;
/** "eu-central-1", "us-gov-west-1": it becomes a part of a host's name. */
const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;
/** GitLab.com's registry is known to belong to it; every other GitLab is asked for. */
const knownApis: Readonly<Record<string, string>> = { "https://registry.gitlab.com": "https://gitlab.com" };

function emptySettings(kind: ProductSettings["kind"]): ProductSettings {
  switch (kind) {
    case "none":
      return { kind };
    case "namespaces":
      return { kind, namespaces: [] };
    case "instance":
      return { kind, instance: "", region: "", namespaces: [] };
    case "gitlab":
      return { kind, api: "", namespaces: [] };
    case "ecr":
      return { kind, region: "", accountId: "" };
  }
}

function namespacesOf(typed: readonly string[]): string[] {
  const names = typed.map((name) => name.trim().replace(/^\/+|\/+$/g, "")).filter((name) => name !== "");
  if (!names.every((name) => namespacePattern.test(name))) throw refuse("namespaces", "namespace_invalid");
  return [...new Set(names)];
}

/** An ID becomes a part of a request, a region one of a host's name. */
function idOf(field: "instance" | "region", typed: string): string {
  if (!/^[a-z0-9-]*$/i.test(typed)) throw refuse(field, "instance_invalid");
  return typed.toLowerCase();
}

/** None is none: an ID makes two secrets of the stored one. */
function keyIdOf(product: ProductId, typed = ""): { keyId?: string } {
  if (typed === "") return {};
  if (!takesSecondKey(product) || !/^\w+$/.test(typed)) throw refuse("keyId", "invalid_format");
  return { keyId: typed };
}

function apiOf(typed: string, endpoint: string): string {
  if (typed === "") return knownApis[endpoint] ?? "";
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const path = url?.pathname.replace(/\/$/, "") ?? "";
  // GitLab may stand below a path (its relative URL root); nothing else may be beside the origin.
  const plain = url !== null && [url.origin + path, `${url.origin + path}/`].includes(typed);
  if (!plain || !(path === "" || namespacePattern.test(path.slice(1))))
    throw refuse("api", "token_host_invalid");
  return tokenOriginOf(url.origin, endpoint, "api") + path;
}

/**
 * The settings to store for a product, checked. Throws INVALID_INPUT with fields `namespaces`, `api`, `instance`, `region`, `keyId`
 * or `accountId`, or with `settings` when they are another product's.
 */
export function settingsOf(
  product: ProductId,
  typed: ProductSettings | undefined,
  endpoint: string,
): ProductSettings {
  const settings = typed ?? emptySettings(settingsKind(product));
  if (settings.kind !== settingsKind(product)) throw refuse("settings", "invalid_choice");
  switch (settings.kind) {
    case "none":
      return settings;
    case "namespaces":
      return { kind: settings.kind, namespaces: namespacesOf(settings.namespaces) };
    case "instance":
      return {
        kind: settings.kind,
        instance: idOf("instance", settings.instance),
        region: idOf("region", settings.region),
        namespaces: namespacesOf(settings.namespaces),
        ...keyIdOf(product, settings.keyId),
      };
    case "gitlab": {
      const api = apiOf(settings.api, endpoint);
      const paths = namespacesOf(settings.namespaces);
      if (api === "" && paths.length > 0) throw refuse("api", "required");
      return { kind: settings.kind, api, namespaces: paths };
    }
    case "ecr": {
      const { kind, region, accountId } = settings;
      if (region === "" && ecrNeedsRegion(endpoint)) throw refuse("region", "required");
      if (region !== "" && !regionPattern.test(region)) throw refuse("region", "invalid_format");
      if (!/^(\d{12})?$/.test(accountId)) throw refuse("accountId", "invalid_format");
      return { kind, region, accountId };
    }
  }
}

/** Settings as they were stored; those of a row older than its product's settings are empty. Throws INTERNAL for others. */
export function storedSettings(product: string, stored: unknown): ProductSettings {
  const kind = settingsKind(product as ProductId);
  if (JSON.stringify(stored) === "{}") return emptySettings(kind);
  const { data } = settingsField.safeParse(stored);
  if (data?.kind === "none") return emptySettings(kind);
  if (data?.kind !== kind) throw new AppError("INTERNAL", `settings of a ${product} that are not its own`);
  return data;
}
