import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors.ts";
import { formatReference, isDigest, isRepositoryName, isTag, parseReference } from "./reference.ts";

const sha256 = `sha256:${"a".repeat(64)}`;
const sha512 = `sha512:${"0".repeat(128)}`;

describe("parseReference, familiar", () => {
  it.each([
    ["nginx", "docker.io", "library/nginx", undefined, undefined],
    ["nginx:1.27", "docker.io", "library/nginx", "1.27", undefined],
    ["bitnami/redis", "docker.io", "bitnami/redis", undefined, undefined],
    ["docker.io/nginx", "docker.io", "library/nginx", undefined, undefined],
    ["index.docker.io/library/nginx", "docker.io", "library/nginx", undefined, undefined],
    ["localhost/app", "localhost", "app", undefined, undefined],
    ["localhost:5000/team/app:v1", "localhost:5000", "team/app", "v1", undefined],
    ["registry.example.com/a/b/c/d:1", "registry.example.com", "a/b/c/d", "1", undefined],
    ["REGISTRY/app", "REGISTRY", "app", undefined, undefined],
    ["[::1]:5000/app:1", "[::1]:5000", "app", "1", undefined],
    [`nginx@${sha256}`, "docker.io", "library/nginx", undefined, sha256],
    [`host.example/a:b@${sha512}`, "host.example", "a", "b", sha512],
    ["a__b/c-d.e:_x", "docker.io", "a__b/c-d.e", "_x", undefined],
    ["a---b", "docker.io", "library/a---b", undefined, undefined],
  ])("%s", (input, domain, repository, tag, digest) => {
    expect(parseReference(input)).toEqual({
      domain,
      repository,
      ...(tag && { tag }),
      ...(digest && { digest }),
    });
  });

  it.each([
    "",
    ":",
    "@",
    "/",
    "nginx:",
    "nginx@",
    "NGINX",
    "library/NGINX",
    "a//b",
    "/a",
    "a/",
    "a/../b",
    "../a",
    ".",
    "..",
    "a/./b",
    "a..b",
    "a_ b",
    "a___b",
    "-a",
    "a-",
    "a/-b",
    "a:b:c",
    "a:-x",
    `a:${"x".repeat(129)}`,
    "a b",
    "a\nb",
    "a%2fb",
    "a?b",
    "a#b",
    "a\\b",
    "user@host/a",
    "user:pw@host/a",
    "http://host/a",
    "host.example:port/a",
    "host.example:999999/a",
    "[::1/a",
    "::1/a",
    "[::1]a/b",
    "host_name.example/a",
    "-host.example/a",
    "a".repeat(300),
    `host.example/${"a".repeat(250)}`,
    "a".repeat(64),
    "nginx@sha256:abc",
    `nginx@sha256:${"A".repeat(64)}`,
    `nginx@sha256:${"a".repeat(63)}`,
    `nginx@md5:${"a".repeat(32)}`,
    `nginx@${sha256}@${sha256}`,
    `${sha256}`,
    "nginx:latest\u0000",
    "ｎginx",
    "ngınx",
    "a\u202eb",
    " nginx",
    "nginx ",
    "docker.io/",
  ])("refuses %j", (input) => {
    expect(() => parseReference(input)).toThrow(AppError);
  });

  it("strict wants the domain", () => {
    expect(parseReference("docker.io/library/nginx", "strict").domain).toBe("docker.io");
    expect(() => parseReference("nginx", "strict")).toThrow(AppError);
  });

  it("throws nothing but AppError, and what it accepts it accepts again", () => {
    const piece = fc.constantFrom(
      "a",
      "b0",
      ".",
      "_",
      "__",
      "-",
      "/",
      ":",
      "@",
      "[",
      "]",
      "::1",
      "A",
      sha256,
      "localhost",
      "5000",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((parts) => parts.join("")),
        ),
        (input) => {
          try {
            const reference = parseReference(input);
            expect(parseReference(formatReference(reference), "strict")).toEqual(reference);
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("accepted names survive a URL unchanged", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9._/-]{1,30}$/), (name) => {
        if (!isRepositoryName(name)) return;
        expect(new URL(`/v2/${name}/tags/list`, "http://r").pathname).toBe(`/v2/${name}/tags/list`);
      }),
    );
  });
});

describe("tags and digests", () => {
  it("follow the grammar", () => {
    expect([isTag("latest"), isTag("1.0-rc_1"), isTag("x".repeat(128))]).toEqual([true, true, true]);
    expect([isTag(""), isTag(".a"), isTag("-a"), isTag("a/b"), isTag("a\n")]).toEqual(Array(5).fill(false));
    expect([isDigest(sha256), isDigest(sha512), isDigest(`${sha256}\n`), isDigest("sha256:")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
