import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { KeyPair } from "./acs3-signed.ts";

const form =
  /^TC3-HMAC-SHA256 Credential=(\w+)\/([\d-]{10})\/(\w+)\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/**
 * What Tencent Cloud says to a signature v3, undefined when it is good: computed from the request as it came.
 * https://cloud.tencent.com/document/api/1141/41605 (five minutes of the clock, a day's key, the action in lower case).
 */
export function wrongWithTc3(request: IncomingMessage, body: string, key: KeyPair): string | undefined {
  const header = (name: string): string => String(request.headers[name] ?? "");
  const [, id, day = "", service = "", names = "", signature] = form.exec(header("authorization")) ?? [];
  if (signature === undefined) return "AuthFailure.InvalidAuthorization";
  if (id !== key.id) return "AuthFailure.SecretIdNotFound";
  const at = Number(header("x-tc-timestamp"));
  const sameDay = Number.isInteger(at) && new Date(at * 1000).toISOString().startsWith(day);
  if (!sameDay || Math.abs(Date.now() / 1000 - at) > 300) return "AuthFailure.SignatureExpire";
  const signed = names.split(";");
  if (!["content-type", "host", "x-tc-action"].every((name) => signed.includes(name))) {
    return "AuthFailure.InvalidAuthorization";
  }
  const lines = signed.map((name) => `${name}:${header(name).toLowerCase()}\n`).join("");
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const request64 = `POST\n/\n\n${lines}\n${names}\n${hash(body)}`;
  const steps = [day, service, "tc3_request"];
  const dayKey = steps.reduce<Buffer>(
    (derived, step) => createHmac("sha256", derived).update(step).digest(),
    Buffer.from(`TC3${key.secret}`),
  );
  const text = `TC3-HMAC-SHA256\n${at}\n${steps.join("/")}\n${hash(request64)}`;
  const right = createHmac("sha256", dayKey).update(text).digest("hex");
  return right === signature && service === "tcr" ? undefined : "AuthFailure.SignatureFailure";
}
