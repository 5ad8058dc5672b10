import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { decideCredential } from "./decide-credential.ts";

const here = "https://registry.example.com";
const stored = { endpoint: here, hasSecret: true };

function refusal(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("was not refused");
}

describe("the credential after an update", () => {
  it("stays when the secret is left empty and the address is the same", () => {
    expect(decideCredential(stored, { endpoint: here, username: "robot", secret: "" })).toEqual({
      kind: "keep",
    });
  });

  it.each([
    ["another host", "https://registry.example.com.evil"],
    ["another port", "https://registry.example.com:5000"],
    ["another scheme", "http://registry.example.com"],
    ["a path prefix", "https://registry.example.com/team"],
  ])("is asked for again at %s", (_what, endpoint) => {
    const error = refusal(() => decideCredential(stored, { endpoint, username: "robot", secret: "" }));
    expect(error).toMatchObject({
      code: "INVALID_INPUT",
      reason: "secret_needed_for_new_host",
      fields: { secret: "secret_needed_for_new_host" },
    });
  });

  it.each([
    ["added", undefined, "AKIDnew"],
    ["changed", "AKIDold", "AKIDnew"],
    ["taken away", "AKIDold", undefined],
  ])("is asked for again when a key beside it is %s", (_what, was, keyId) => {
    const before = { ...stored, ...(was && { keyId: was }) };
    const after = { endpoint: here, username: "robot", secret: "", ...(keyId && { keyId }) };
    expect(refusal(() => decideCredential(before, after)).fields).toEqual({ secret: "secrets_together" });
    expect(decideCredential(before, { ...after, secret: "both" })).toMatchObject({ kind: "replace" });
  });

  it("is replaced by a typed one, wherever the registry went", () => {
    const after = { endpoint: "https://other.example", username: "robot", secret: "new" };
    expect(decideCredential(stored, after)).toEqual({ kind: "replace", username: "robot", secret: "new" });
  });

  it("goes when the registry becomes anonymous, also at another address", () => {
    expect(decideCredential(stored, { endpoint: here, username: "", secret: "" })).toEqual({ kind: "clear" });
    const moved = { endpoint: "https://other.example", username: "", secret: "" };
    expect(decideCredential(stored, moved)).toEqual({ kind: "clear" });
  });

  it("is never half a credential", () => {
    const anonymous = { endpoint: here, hasSecret: false };
    expect(
      refusal(() => decideCredential(anonymous, { endpoint: here, username: "robot", secret: "" })).fields,
    ).toEqual({
      secret: "secret_missing",
    });
    expect(
      refusal(() => decideCredential(stored, { endpoint: here, username: "", secret: "new" })).fields,
    ).toEqual({
      username: "username_missing",
    });
  });
});
