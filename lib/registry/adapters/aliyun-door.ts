import { randomUUID } from "node:crypto";
import { AppError } from "../../errors.ts";
import type { Meaning } from "../answer-errors.ts";
import { isObject, stringOf } from "../json.ts";
import type { ApiCall } from "../product-api.ts";
import { signAcs3 } from "../signing/acs3.ts";
import type { RegistryTarget } from "../types.ts";
import type { ApiDoor } from "./adapter.ts";
import { accessKeyOf, instanceOf } from "./key-settings.ts";

/** Public addresses and those inside a VPC; personal instances since 2024 have addresses of their own. */
export const personalHost =
  /^(?:registry(?:-vpc|-internal)?\.([a-z0-9-]+)|crpi-[a-z0-9]+(?:-vpc)?\.([a-z0-9-]+)\.personal\.cr)\.aliyuncs\.com$/;
export const enterpriseHost = /^[a-z0-9-]+-registry(?:-vpc)?\.([a-z0-9-]+)\.cr\.aliyuncs\.com$/;
export const keyForm = /^LTAI\w{8,}$/;

/**
 * Signature V3 at cr.REGION.aliyuncs.com: the RPC API 2018-12-01 of Enterprise Edition
 * (https://help.aliyun.com/zh/acr/developer-reference/api-cr-2018-12-01-overview), the ROA API 2016-06-07 of the personal one
 * (https://help.aliyun.com/zh/acr/user-guide/getrepolistbynamespace).
 */
export const door: ApiDoor = {
  origin: (target) => {
    const region = regionOf(target);
    const { origin, protocol } = new URL(target.endpoint);
    // Plain http is none of Aliyun's.
    return region === "" || protocol === "http:" ? origin : `https://cr.${region}.aliyuncs.com`;
  },
  headers: () => ({}),
  perSecond: 15,
  sign: (request, target, now) => {
    const key = accessKeyOf(target, keyForm);
    return key === null ? request : signAcs3(request, key, { now, nonce: randomUUID() });
  },
  failure,
};

export function holdsKey(target: RegistryTarget): boolean {
  return accessKeyOf(target, keyForm) !== null;
}

function regionOf(target: RegistryTarget): string {
  const { hostname } = new URL(target.endpoint);
  const [, first, second] = enterpriseHost.exec(hostname) ?? personalHost.exec(hostname) ?? [];
  return first ?? second ?? instanceOf(target).region;
}

/** The Enterprise instance's ID; null for the personal edition. Throws REGISTRY_UNAUTHORIZED/instance_unknown. */
export function enterpriseOf(target: RegistryTarget): string | null {
  const { hostname, protocol } = new URL(target.endpoint);
  const { id } = instanceOf(target);
  if (personalHost.test(hostname)) return null;
  const lost = protocol === "https:" && regionOf(target) === "";
  if (lost || (id === "" && enterpriseHost.test(hostname))) {
    throw new AppError("REGISTRY_UNAUTHORIZED", `Which instance ${hostname} is was not said`, {
      reason: "instance_unknown",
      params: { host: hostname },
    });
  }
  return id === "" ? null : id;
}

export function rpc(action: string): Pick<ApiCall, "method" | "path" | "headers"> {
  return {
    method: "POST",
    path: [],
    headers: { "x-acs-action": action, "x-acs-version": "2018-12-01" },
  };
}

export function roa(action: string, ...path: readonly string[]): Pick<ApiCall, "path" | "headers"> {
  return { path, headers: { "x-acs-action": action, "x-acs-version": "2016-06-07" } };
}

/** {Code, Message, RequestId} or {code, message, requestId}; Enterprise Edition says IsSuccess under 200 too. */
function failure(body: unknown, status: number): Meaning | undefined {
  const { Code, code, IsSuccess } = isObject(body) ? body : {};
  if (status === 200 && IsSuccess !== false) return undefined;
  const word = stringOf(Code ?? code) ?? "";
  if (/^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidTimeStamp)/.test(word)) {
    return ["REGISTRY_UNAUTHORIZED", "credentials_refused"];
  }
  if (/^REPO_NOT_EXIST/.test(word)) return ["NOT_FOUND", "name_unknown"];
  if (/^(TAG|IMAGE)_NOT_EXIST/.test(word)) return ["NOT_FOUND", "manifest_unknown"];
  if (/^Throttling/.test(word)) return ["RATE_LIMITED", "too_many_requests"];
  if (/^(Forbidden|NoPermission|NoPrivilege)/.test(word))
    return ["REGISTRY_UNAUTHORIZED", "permission_missing"];
  return status === 200 ? ["REGISTRY_REJECTED", "unexpected_answer"] : undefined;
}
