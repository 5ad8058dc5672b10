import type { Meaning } from "../answer-errors.ts";
import { isObject, type JsonObject, stringOf } from "../json.ts";
import type { ApiCall } from "../product-api.ts";
import { signTc3 } from "../signing/tc3.ts";
import type { ApiDoor } from "./adapter.ts";
import { accessKeyOf } from "./key-settings.ts";
import { twoSecretsOf } from "./two-secrets.ts";

export const keyForm = /^[AI]KID\w{8,}$/;
/** The most an action lists at once. */
export const pageSize = 100;

/**
 * Signature v3; every action is a POST of JSON to one address, for one region.
 * https://cloud.tencent.com/document/product/1141/41603 (actions of version 2019-09-24).
 */
export const door: ApiDoor = {
  // Plain http is none of Tencent's.
  origin: ({ endpoint }) => {
    const { origin, protocol } = new URL(endpoint);
    return protocol === "http:" ? origin : "https://tcr.tencentcloudapi.com";
  },
  headers: () => ({}),
  sign: (request, target, now) => {
    const key = twoSecretsOf(target)?.key ?? accessKeyOf(target, keyForm);
    return key === null ? request : signTc3(request, key, { now, service: "tcr" });
  },
  failure,
};

export function call(action: string, region: string, parameters: JsonObject): ApiCall {
  return {
    path: [],
    query: {},
    headers: { "x-tc-action": action, "x-tc-version": "2019-09-24", "x-tc-region": region },
    body: JSON.stringify(parameters),
  };
}

export function responseOf(body: unknown): JsonObject {
  return isObject(body) && isObject(body.Response) ? body.Response : {};
}

/** {Response: {Error: {Code, Message}, RequestId}}, under 200. https://cloud.tencent.com/document/api/1141/41630. */
function failure(body: unknown): Meaning | undefined {
  const { Error: error } = responseOf(body);
  if (!isObject(error)) return undefined;
  const word = stringOf(error.Code) ?? "";
  if (word.startsWith("RequestLimitExceeded")) return ["RATE_LIMITED", "too_many_requests"];
  if (word.includes("UnauthorizedOperation")) return ["REGISTRY_UNAUTHORIZED", "permission_missing"];
  if (word.startsWith("AuthFailure")) return ["REGISTRY_UNAUTHORIZED", "credentials_refused"];
  if (word.startsWith("ResourceNotFound")) return ["NOT_FOUND", "manifest_unknown"];
  return ["REGISTRY_REJECTED", "unexpected_answer"];
}
