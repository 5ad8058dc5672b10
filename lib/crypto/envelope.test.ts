import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../errors.ts";
import { open, reseal, seal } from "./envelope.ts";
import { deriveSecret, loadKeyring, parseKeyring } from "./keyring.ts";

const newKey = () => randomBytes(32).toString("base64");
const folders: string[] = [];
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "longshore-key-"));
  folders.push(path);
  return path;
}
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

function reasonOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error.reason ?? error.code;
    throw error;
  }
  return undefined;
}

describe("an envelope", () => {
  const ring = parseKeyring(newKey(), "test");

  it("opens to what was sealed, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, row) => {
        expect(open(seal(plain, row, ring), row, ring)).toBe(plain);
      }),
    );
  });

  it("never looks the same twice and never contains the secret", () => {
    const first = seal("hunter2hunter2", "registry:1", ring);
    expect(seal("hunter2hunter2", "registry:1", ring)).not.toBe(first);
    expect(first).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
    expect(Buffer.from(first.split(".")[4] ?? "", "base64url").toString()).not.toContain("hunter2");
  });

  it("does not open in another row", () => {
    const envelope = seal("secret", "registry:1", ring);
    expect(reasonOf(() => open(envelope, "registry:2", ring))).toBe("secret_key_wrong");
  });

  it("says that the key is wrong, and opens again once the right one is back", () => {
    const envelope = seal("secret", "registry:1", ring);
    expect(reasonOf(() => open(envelope, "registry:1", parseKeyring(newKey(), "test")))).toBe(
      "secret_key_wrong",
    );
    expect(open(envelope, "registry:1", ring)).toBe("secret");
  });

  it("notices every changed character", () => {
    const envelope = seal("secret", "registry:1", ring);
    const offset = envelope.indexOf(".", 3) + 1;
    fc.assert(
      fc.property(
        fc.integer({ min: offset, max: envelope.length - 1 }),
        fc.constantFrom(..."AZaz09-_"),
        (at, to) => {
          const changed = envelope.slice(0, at) + to + envelope.slice(at + 1);
          const bytes = (text: string, field: number) =>
            Buffer.from(text.split(".")[field] ?? "", "base64url");
          const same = [2, 3, 4].every((field) => bytes(changed, field).equals(bytes(envelope, field)));
          // The last base64 character of a field has bits that mean nothing.
          fc.pre(!same && envelope[at] !== ".");
          expect(reasonOf(() => open(changed, "registry:1", ring))).toBe("secret_key_wrong");
        },
      ),
    );
  });

  it("cannot be relabelled with another key id", () => {
    const both = parseKeyring(`${newKey()},${newKey()}`, "test");
    const [first, second] = [...both.byId.keys()];
    const envelope = seal("secret", "registry:1", both);
    const relabelled = envelope.replace(`.${first}.`, `.${second}.`);
    expect(reasonOf(() => open(relabelled, "registry:1", both))).toBe("secret_key_wrong");
  });

  it("rotates: the new key seals, the old one still opens, a resealed row needs the old one no longer", () => {
    const [oldKey, fresh] = [newKey(), newKey()];
    const before = parseKeyring(oldKey, "test");
    const during = parseKeyring(`${fresh}\n${oldKey}`, "test");
    const after = parseKeyring(fresh, "test");
    const envelope = seal("secret", "registry:1", before);
    expect(open(envelope, "registry:1", during)).toBe("secret");
    const moved = reseal(envelope, "registry:1", during) ?? "";
    expect(open(moved, "registry:1", after)).toBe("secret");
    expect(reseal(moved, "registry:1", during)).toBeNull();
    expect(reasonOf(() => open(envelope, "registry:1", after))).toBe("secret_key_wrong");
  });
});

describe("the keys", () => {
  it("are generated once, readable by the owner alone, and found again", () => {
    const dataDir = join(folder(), "data");
    const first = loadKeyring({ dataDir });
    const path = join(dataDir, "secret.key");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(loadKeyring({ dataDir }).current.id).toBe(first.current.id);
  });

  it("come from the environment before the file, and from the file before a generated one", () => {
    const dataDir = folder();
    const path = join(dataDir, "mounted");
    const [direct, mounted] = [newKey(), newKey()];
    writeFileSync(path, `${mounted}\n`);
    const id = (text: string) => parseKeyring(text, "test").current.id;
    expect(loadKeyring({ secretKey: direct, secretKeyFile: path, dataDir }).current.id).toBe(id(direct));
    expect(loadKeyring({ secretKeyFile: path, dataDir }).current.id).toBe(id(mounted));
    expect(readFileSync(path, "utf8")).toBe(`${mounted}\n`);
  });

  it.each(["short", randomBytes(31).toString("base64"), `${newKey()}!`, ",", " "])("refuses %j", (text) => {
    expect(reasonOf(() => parseKeyring(text, "LONGSHORE_SECRET_KEY"))).toBe("secret_key_wrong");
  });

  it("refuses a named file that is not there instead of inventing a key", () => {
    const dataDir = folder();
    expect(reasonOf(() => loadKeyring({ secretKeyFile: join(dataDir, "none"), dataDir }))).toBe(
      "secret_key_wrong",
    );
  });

  it("give each purpose bytes of its own", () => {
    const ring = parseKeyring(newKey(), "test");
    expect(deriveSecret("a", ring)).toEqual(deriveSecret("a", ring));
    expect(deriveSecret("a", ring)).not.toEqual(deriveSecret("b", ring));
    expect(deriveSecret("a", ring)).not.toEqual(ring.current.encryption);
  });
});
