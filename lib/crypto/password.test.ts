import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

describe("passwords", () => {
  it("are kept as argon2id and recognised again", async () => {
    const stored = await hashPassword("correct horse battery");
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, "correct horse battery")).toBe(true);
    expect(await verifyPassword(stored, "correct horse batterz")).toBe(false);
  });

  it("mean the same however the keyboard composed them", async () => {
    const stored = await hashPassword("cafe\u0301-cafe\u0301");
    expect(await verifyPassword(stored, "caf\u00e9-caf\u00e9")).toBe(true);
  });

  it("of nobody never fit", async () => {
    expect(await verifyPassword(null, "")).toBe(false);
    expect(await verifyPassword(null, "anything")).toBe(false);
  });
});
