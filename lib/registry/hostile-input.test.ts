import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors.ts";
import {
  formatReference,
  isDigest,
  isRepositoryName,
  isTag,
  parseDigest,
  parseReference,
  parseRepositoryName,
  parseTag,
} from "./reference.ts";
import { hostileChallenges, hostileLinks } from "./testing/hostile-headers.ts";
import { hostileReferences } from "./testing/hostile-references.ts";
import { parseChallenges } from "./transport/challenge.ts";
import { findNextTarget, nextPage } from "./transport/link.ts";

const listing = new URL("https://registry.example:5000/prefix/v2/a/tags/list?n=2");

describe("a hostile reference", () => {
  it.each(hostileReferences)("$name", ({ input, mode, reads }) => {
    if (reads !== undefined) return expect(parseReference(input, mode)).toEqual(reads);
    let thrown: unknown;
    try {
      parseReference(input, mode);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: "INVALID_INPUT" });
    // What is said about it is short, whatever was sent.
    expect(String(thrown).length).toBeLessThan(600);
  });
});

describe("a hostile challenge", () => {
  it.each(hostileChallenges)("$name", ({ headers, reads }) => {
    expect(parseChallenges(headers)).toEqual(reads);
  });
});

describe("a hostile Link", () => {
  it.each(hostileLinks)("$name", ({ headers, query }) => {
    const found = nextPage(headers, listing);
    expect(found?.search ?? null).toBe(query);
    if (found !== null) expect(found.origin + found.pathname).toBe(listing.origin + listing.pathname);
  });
});

/** Strings made of what a grammar is made of: they get further than random ones. */
function made(...pieces: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
}

const component = fc.stringMatching(/^[a-z0-9]{1,8}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
const label = fc.stringMatching(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,6}[a-zA-Z0-9])?$/);
const domain = fc
  .tuple(
    fc.oneof(
      fc.array(label, { minLength: 2, maxLength: 3 }).map((labels) => labels.join(".")),
      fc
        .ipV6()
        .filter((address) => !address.includes("."))
        .map((address) => `[${address}]`),
    ),
    fc.option(fc.integer({ min: 1, max: 65_535 })),
  )
  .map(([host, port]) => (port === null ? host : `${host}:${port}`));
const repository = fc.array(component, { minLength: 2, maxLength: 4 }).map((parts) => parts.join("/"));
const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
const digest = fc.oneof(
  fc.stringMatching(/^sha256:[a-f0-9]{64}$/),
  fc.stringMatching(/^sha512:[a-f0-9]{128}$/),
);

describe("references, of any kind", () => {
  const pieces = made(
    ...["a", "B", "0", ".", "..", "_", "__", "-", "/", ":", "@", "[", "]", "::1", "%", "?", "\\", " ", "\n"],
    ...[
      "localhost",
      "docker.io",
      "library/",
      "sha256:",
      "sha512:",
      "a".repeat(64),
      "b".repeat(128),
      "host.example",
    ],
  );

  it("are read or refused with the typed error, and read again as the same", () => {
    fc.assert(
      fc.property(pieces, fc.constantFrom("familiar", "strict"), (input, mode) => {
        try {
          const reference = parseReference(input, mode);
          expect(parseReference(formatReference(reference), "strict")).toEqual(reference);
          if (mode === "familiar") expect(parseReference(formatReference(reference))).toEqual(reference);
          // What is accepted goes into paths: nothing there may be collapsed, cut or encoded.
          const path = `/v2/${reference.repository}/manifests/${reference.digest ?? reference.tag ?? "latest"}`;
          expect(new URL(path, "http://registry").pathname).toBe(path);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== "INVALID_INPUT") throw error;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("that follow the grammar are read, in both forms alike, and written as they were", () => {
    fc.assert(
      fc.property(domain, repository, fc.option(tag), fc.option(digest), (host, name, version, sum) => {
        const written = `${host}/${name}${version === null ? "" : `:${version}`}${sum === null ? "" : `@${sum}`}`;
        const expected = {
          domain: host,
          repository: name,
          ...(version === null ? {} : { tag: version }),
          ...(sum === null ? {} : { digest: sum }),
        };
        expect(parseReference(written, "strict")).toEqual(expected);
        expect(parseReference(written)).toEqual(expected);
        expect(formatReference(parseReference(written))).toBe(written);
      }),
      { numRuns: 500 },
    );
  });

  it("fit 255 characters of host and name, 128 of tag, and no more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (length) => {
        const host = "host.example/";
        const fits = (text: string): boolean => {
          try {
            return parseReference(text) !== undefined;
          } catch {
            return false;
          }
        };
        expect(fits(host + "a".repeat(length))).toBe(host.length + length <= 255);
        expect(fits(`${host}a:${"t".repeat(length)}`)).toBe(length <= 128);
        expect(fits(`${host}a@sha256:${"a".repeat(length)}`)).toBe(length === 64);
        expect(fits(`${host}a@sha512:${"a".repeat(length)}`)).toBe(length === 128);
      }),
    );
  });

  it("name, tag and digest alone are refused with the typed error or come back unchanged", () => {
    const parsers = [
      [parseRepositoryName, isRepositoryName],
      [parseTag, isTag],
      [parseDigest, isDigest],
    ] as const;
    fc.assert(
      fc.property(fc.oneof(pieces, repository, tag, digest), (input) => {
        for (const [parse, accepts] of parsers) {
          if (accepts(input)) expect(parse(input)).toBe(input);
          else expect(() => parse(input)).toThrow(AppError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("challenges, of any kind", () => {
  const token = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/).filter((name) => !/^(basic|bearer)$/.test(name));
  const params = fc.dictionary(token, fc.string({ unit: "grapheme-ascii", maxLength: 20 }), {
    minKeys: 1,
    maxKeys: 4,
    noNullPrototype: true,
  });
  const challenges = fc.array(
    fc.record({ scheme: fc.constantFrom("basic", "bearer"), params }, { noNullPrototype: true }),
    { minLength: 1, maxLength: 4 },
  );
  const quote = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
  const write = ({ scheme, params }: { scheme: string; params: Record<string, string> }): string =>
    `${scheme.toUpperCase()} ${Object.entries(params)
      .map(([name, value]) => `${name} = ${quote(value)}`)
      .join(" ,")}`;

  it("never throw, and hold only what was sent", () => {
    const pieces = made(
      ...[
        "Basic",
        "bearer",
        "Digest",
        "realm",
        "scope",
        "=",
        ",",
        " ",
        "\t",
        '"',
        "\\",
        "a",
        "https://a/b?c=d",
      ],
      ...["\u0000", "é", ";", "'", "__proto__"],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 4 }), (headers) => {
        const sent = headers.join("");
        for (const { scheme, params } of parseChallenges(headers)) {
          expect(["basic", "bearer"]).toContain(scheme);
          for (const [name, value] of Object.entries(params)) {
            expect(sent.toLowerCase()).toContain(name);
            expect(value.length).toBeLessThanOrEqual(sent.length);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("are the same in one header and in several", () => {
    fc.assert(
      fc.property(challenges, (wanted) => {
        const lines = wanted.map(write);
        expect(parseChallenges(lines)).toEqual(wanted);
        expect(parseChallenges(lines.join(" , "))).toEqual(wanted);
      }),
      { numRuns: 500 },
    );
  });
});

describe("links, of any kind", () => {
  it("never throw, and never leave the listing's own address", () => {
    const pieces = made(
      ...[
        "<",
        ">",
        ";",
        ",",
        "=",
        '"',
        "\\",
        " ",
        "\t",
        "rel",
        "next",
        "prev",
        "title",
        "/",
        "//",
        "?",
        "a=b",
      ],
      ...["https:", "@", "evil.example", "registry.example", ":5000", "#", "..", "%2f", "\u0000", "é"],
    );
    fc.assert(
      fc.property(pieces, (text) => {
        for (const header of [text, `<${text}>; rel="next"`, `<?a=${text}>; rel=next`]) {
          const found = nextPage(header, listing);
          if (found === null) continue;
          expect(found.origin + found.pathname).toBe(listing.origin + listing.pathname);
          expect(found.username + found.password + found.hash).toBe("");
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("give back the address they hold, wherever its rel stands", () => {
    const address = fc.stringMatching(/^[a-z0-9/?&=,;:.~%-]{1,40}$/);
    const title = fc.string({ unit: "grapheme-ascii", maxLength: 20 });
    fc.assert(
      fc.property(address, address, title, (target, before, text) => {
        const quoted = `title="${text.replace(/["\\]/g, "\\$&")}"`;
        const own = [`<${target}>;rel=next;${quoted}`, `<${target}> ; ${quoted} ; Rel = "Next last"`];
        for (const link of own) {
          expect(findNextTarget([`<${before}>; rel="prev"; ${quoted}`, link])).toBe(target);
          expect(findNextTarget(`<${before}>; ${quoted}; rel="prev", ${link}`)).toBe(target);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** A quadratic reader would need minutes for these; the limit is for a slow machine, not for the work. */
describe("two hundred thousand characters of the worst", () => {
  const worst = [
    "a",
    " ",
    ",",
    "=",
    '"',
    "\\",
    "<",
    ">",
    ";",
    "/",
    ":",
    "@",
    "-",
    "_",
    ".",
    "[",
    "a ",
    "a=",
    'a="",',
  ];
  const shapes = worst.flatMap((piece) => {
    const run = piece.repeat(Math.ceil(200_000 / piece.length));
    return [run, `Bearer ${run}`, `<${run}`, `</x?y>;${run}`, `${run}!`, `h.example/${run}`];
  });

  it("is read as fast as it is long", () => {
    for (const shape of shapes) {
      expect(() => parseReference(shape)).toThrow(AppError);
      parseChallenges(shape);
      nextPage(shape, listing);
      // Cut into lines that the bound on one line's length lets through whole.
      const lines = shape.match(/[\s\S]{1,8000}/g) ?? [];
      expect(parseChallenges(lines).length).toBeLessThan(shape.length);
      nextPage(lines, listing);
    }
  });
});
