/** References somebody could send to break what reads them. `reads` is what the parser makes of it; without it, refused. */
export interface HostileReference {
  readonly name: string;
  readonly input: string;
  readonly mode?: "strict";
  readonly reads?: {
    readonly domain: string;
    readonly repository: string;
    readonly tag?: string;
    readonly digest?: string;
  };
}

const hex = (length: number): string => "0123456789abcdef".repeat(length).slice(0, length);
const sha256 = `sha256:${hex(64)}`;
const sha512 = `sha512:${hex(128)}`;

export const hostileReferences: readonly HostileReference[] = [
  { name: "climbs out of /v2/", input: "host.example/../../admin" },
  { name: "climbs out at the end", input: "host.example/team/.." },
  { name: "climbs out percent-encoded", input: "host.example/%2e%2e/admin" },
  { name: "climbs out with a backslash", input: "host.example/team\\..\\admin" },
  { name: "a query behind the name", input: "host.example/team?x=/v2/" },
  { name: "a fragment behind the name", input: "host.example/team#x" },
  { name: "a tag that is a path", input: "host.example/team:../../blobs" },
  { name: "a tag that is a query", input: "host.example/team:1?n=1" },
  { name: "a digest that is a path", input: "host.example/team@sha256:../../../etc/passwd" },
  { name: "a user before the host", input: "docker.io@evil.example/team" },
  { name: "a user and password before the host", input: "user:secret@evil.example/team" },
  { name: "a scheme", input: "https://host.example/team" },
  { name: "a scheme that is a host and port", input: "javascript://host.example/team" },
  { name: "no host before the slash", input: "/etc/passwd" },
  { name: "two slashes first", input: "//host.example/team" },
  { name: "two hosts", input: "host.example/HOST.example/team" },
  { name: "a line break in the name", input: "host.example/team\r\nHost: evil.example" },
  { name: "a line break at the end", input: "host.example/team:1\n" },
  { name: "a NUL", input: "host.example/team\u0000.png" },
  { name: "a tabulator", input: "host.example/\tteam" },
  { name: "a no-break space", input: "host.example/team\u00a0" },
  { name: "a right-to-left override", input: "host.example/team\u202egnp.exe" },
  { name: "a zero-width joiner", input: "host.example/te\u200dam" },
  { name: "a Cyrillic letter that looks Latin", input: "host.example/te\u0430m" },
  { name: "a Turkish dotless i", input: "host.example/g\u0131t" },
  { name: "a Kelvin sign that lower-cases to k", input: "host.example/\u212aube" },
  { name: "full-width digits in the port", input: "host.example:\uff15\uff10/team" },
  { name: "half of a surrogate pair", input: "host.example/team\ud800" },
  { name: "a host that is an emoji", input: "\u{1f40b}.example/team" },
  { name: "an underscore in the host", input: "host_a.example/team" },
  { name: "a host that begins with a hyphen: an option", input: "-o.example/team" },
  { name: "an option as the name", input: "--help" },
  { name: "an empty label in the host", input: "host..example/team" },
  { name: "a host that ends in a dot", input: "host.example./team" },
  { name: "a port without digits", input: "host.example:/team" },
  { name: "a port of six digits", input: "host.example:100000/team" },
  { name: "a port below zero", input: "host.example:-1/team" },
  { name: "two ports", input: "host.example:1:2/team" },
  { name: "IPv6 without brackets", input: "fe80::1/team" },
  { name: "IPv6 with a zone", input: "[fe80::1%25eth0]/team" },
  { name: "IPv6 never closed", input: "[::1/team" },
  { name: "IPv6 closed twice", input: "[::1]]/team" },
  { name: "IPv6 with something behind it", input: "[::1].evil.example/team" },
  { name: "empty brackets", input: "[]/team" },
  { name: "an image id", input: hex(64) },
  { name: "a digest alone, which reads as a tag", input: sha256 },
  { name: "two tags", input: "host.example/team:1:2" },
  { name: "two digests", input: `host.example/team@${sha256}@${sha512}` },
  { name: "the tag behind the digest", input: `host.example/team@${sha256}:1` },
  { name: "a digest in capitals", input: `host.example/team@${sha256.toUpperCase()}` },
  { name: "a digest with a capital in its hex", input: `host.example/team@sha256:A${hex(63)}` },
  { name: "sha256 one digit short", input: `host.example/team@sha256:${hex(63)}` },
  { name: "sha256 one digit long", input: `host.example/team@sha256:${hex(65)}` },
  { name: "sha256 as long as sha512", input: `host.example/team@sha256:${hex(128)}` },
  { name: "sha512 as short as sha256", input: `host.example/team@sha512:${hex(64)}` },
  { name: "an algorithm that is broken", input: `host.example/team@md5:${hex(32)}` },
  { name: "an algorithm from a prototype", input: `host.example/team@constructor:${hex(64)}` },
  { name: "a tag of 129 characters", input: `host.example/team:${"x".repeat(129)}` },
  { name: "a name one character too long", input: `host.example/${"a".repeat(243)}` },
  { name: "a megabyte of name", input: `host.example/${"a/".repeat(500_000)}a` },
  { name: "a megabyte of separators", input: `host.example/a${"_-.".repeat(340_000)}` },
  { name: "a megabyte of colons", input: ":".repeat(1_000_000) },
  { name: "strict without a host", input: "nginx:1", mode: "strict" },
  // What looks wrong and is right.
  {
    name: "a host only by its capital",
    input: "Team/app",
    reads: { domain: "Team", repository: "app" },
  },
  {
    name: "a port that could be a tag",
    input: "localhost:5000/team",
    reads: { domain: "localhost:5000", repository: "team" },
  },
  {
    name: "a tag that could be a port",
    input: "localhost:5000",
    reads: { domain: "docker.io", repository: "library/localhost", tag: "5000" },
  },
  {
    name: "the host that only begins like Docker Hub's",
    input: "docker.io.evil.example/library/nginx",
    reads: { domain: "docker.io.evil.example", repository: "library/nginx" },
  },
  {
    name: "a name of 255 characters with its host",
    input: `host.example/${"a".repeat(242)}`,
    reads: { domain: "host.example", repository: "a".repeat(242) },
  },
  {
    name: "IPv6 with port, tag and sha512",
    input: `[2001:DB8::1]:5000/a__b/c---d:_x.Y-z@${sha512}`,
    mode: "strict",
    reads: { domain: "[2001:DB8::1]:5000", repository: "a__b/c---d", tag: "_x.Y-z", digest: sha512 },
  },
  {
    name: "IPv6 and a port that the grammar allows and nobody can connect to",
    input: "[:::]:75050/team",
    reads: { domain: "[:::]:75050", repository: "team" },
  },
  {
    name: "strict takes the first word for the host, dot or not",
    input: "team/app:1",
    mode: "strict",
    reads: { domain: "team", repository: "app", tag: "1" },
  },
];
