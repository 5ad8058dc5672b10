import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

it("needs nothing", () => {
  expect(parseEnv({})).toMatchObject({
    port: 3000,
    host: "127.0.0.1",
    publicUrl: "http://localhost:3000",
    publicUrlGiven: false,
    trustedProxies: [],
    dataDir: join(process.cwd(), ".data"),
    admin: undefined,
  });
});

it("takes an empty variable as one that is not set", () => {
  expect(parseEnv({ PORT: "", DATABASE_URL: "", LONGSHORE_PUBLIC_URL: "" })).toMatchObject({
    port: 3000,
    databaseUrl: undefined,
  });
});

it("normalises the public address to its origin", () => {
  expect(parseEnv({ LONGSHORE_PUBLIC_URL: "HTTPS://Reg.Example.com:443/" }).publicUrl).toBe(
    "https://reg.example.com",
  );
});

describe("names what is wrong", () => {
  it.each([
    [{ PORT: "http" }, /^PORT must be a port number/],
    [{ PORT: "70000" }, /^PORT must be a port number/],
    [{ DATABASE_URL: "mysql://x" }, /^DATABASE_URL must look like postgresql:/],
    [{ LONGSHORE_PUBLIC_URL: "reg.example.com" }, /^LONGSHORE_PUBLIC_URL must be an address/],
    [{ LONGSHORE_PUBLIC_URL: "https://example.com/longshore" }, /must not have a path/],
    [{ LONGSHORE_TRUSTED_PROXIES: "10.0.0.0/8, proxy" }, /LONGSHORE_TRUSTED_PROXIES holds "proxy"/],
    [{ LONGSHORE_ADMIN_USERNAME: "ada" }, /belong together/],
    [{ LONGSHORE_ADMIN_PASSWORD: "x" }, /belong together/],
    [{ LONGSHORE_DATABASE_OWNER_URL: "postgresql://o@db/l" }, /without DATABASE_URL/],
    [{ LONGSHORE_LOG_LEVEL: "loud" }, /LONGSHORE_LOG_LEVEL must be/],
  ])("in %j", (source, message) => {
    expect(() => parseEnv(source)).toThrow(message);
  });

  it("all at once, without the values that may be secret", () => {
    const attempt = () => parseEnv({ PORT: "x", DATABASE_URL: "mysql://ada:hunter2@db" });
    expect(attempt).toThrow(EnvError);
    try {
      attempt();
    } catch (error) {
      expect((error as EnvError).problems).toHaveLength(2);
      expect((error as EnvError).message).not.toContain("hunter2");
    }
  });
});

it("reads the administrator's password from a file without its line break", () => {
  const folder = mkdtempSync(join(tmpdir(), "longshore-env-"));
  try {
    const file = join(folder, "password");
    writeFileSync(file, "correct horse\n");
    const { admin } = parseEnv({ LONGSHORE_ADMIN_USERNAME: "ada", LONGSHORE_ADMIN_PASSWORD_FILE: file });
    expect(admin?.password()).toBe("correct horse");
    const missing = parseEnv({
      LONGSHORE_ADMIN_USERNAME: "ada",
      LONGSHORE_ADMIN_PASSWORD_FILE: `${file}.no`,
    });
    expect(() => missing.admin?.password()).toThrow(/LONGSHORE_ADMIN_PASSWORD_FILE names/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
