import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends TestCertificate {
  issue(options?: LeafOptions): TestCertificate;
}

export interface LeafOptions {
  /** subjectAltName entries as openssl writes them; an empty list leaves the extension out. */
  readonly names?: readonly string[];
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
}

const loopback = ["IP:127.0.0.1", "DNS:localhost"];
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** A certificate authority that exists for one test. */
export function testAuthority(name = "Test CA"): Authority {
  const own = inFolder((folder) => {
    const subject = ["-subj", `/CN=${name}/O=Longshore Tests`];
    const extensions = [
      ...["-addext", "basicConstraints=critical,CA:TRUE"],
      ...["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
    ];
    openssl(folder, ["req", "-x509", ...newKey, "-days", "400", ...subject, ...extensions, ...output("ca")]);
    return read(folder, "ca");
  });
  return { ...own, issue: (options = {}) => issue(own, options) };
}

/** A server certificate nobody but itself vouches for. */
export function selfSigned(): TestCertificate {
  return inFolder((folder) => {
    const extensions = ["-addext", `subjectAltName=${loopback.join(",")}`];
    openssl(folder, ["req", "-x509", ...newKey, "-subj", "/CN=127.0.0.1", ...extensions, ...output("leaf")]);
    return read(folder, "leaf");
  });
}

/** `openssl ca`, because `openssl x509` cannot set the first day. */
function issue(
  authority: TestCertificate,
  { names = loopback, from = -1, to = 30 }: LeafOptions,
): TestCertificate {
  return inFolder((folder) => {
    const files = {
      "ca.crt": authority.certificate,
      "ca.key": authority.key,
      "index.txt": "",
      "ca.cnf": [
        ...["[ca]", "default_ca=test", "[test]", "database=index.txt", "new_certs_dir=.", "rand_serial=yes"],
        ...[
          "certificate=ca.crt",
          "private_key=ca.key",
          "default_md=sha256",
          "policy=any",
          "x509_extensions=leaf",
        ],
        ...["[any]", "commonName=supplied", "[leaf]", "basicConstraints=CA:FALSE"],
        ...(names.length === 0 ? [] : [`subjectAltName=${names.join(",")}`]),
        "",
      ].join("\n"),
    };
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    openssl(folder, [
      "req",
      "-new",
      ...newKey,
      "-subj",
      "/CN=127.0.0.1",
      "-keyout",
      "leaf.key",
      "-out",
      "leaf.csr",
    ]);
    const dates = ["-startdate", stamp(from), "-enddate", stamp(to)];
    openssl(folder, [
      "ca",
      "-batch",
      "-notext",
      "-config",
      "ca.cnf",
      ...dates,
      "-in",
      "leaf.csr",
      "-out",
      "leaf.crt",
    ]);
    return read(folder, "leaf");
  });
}

function output(name: string): string[] {
  return ["-keyout", `${name}.key`, "-out", `${name}.crt`];
}

function read(folder: string, name: string): TestCertificate {
  const text = (file: string): string => readFileSync(join(folder, file), "utf8");
  return { certificate: text(`${name}.crt`), key: text(`${name}.key`) };
}

/** YYYYMMDDHHMMSSZ */
function stamp(days: number): string {
  return new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().replace(/[-:T]|\.\d+/g, "");
}

function openssl(folder: string, args: readonly string[]): void {
  execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "longshore-certificates-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
