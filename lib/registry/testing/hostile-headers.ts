import type { Challenge } from "../transport/challenge.ts";

/** WWW-Authenticate headers meant to confuse, and all a reader may take from them. */
export interface HostileChallenge {
  readonly name: string;
  readonly headers: readonly string[];
  readonly reads: readonly Challenge[];
}

const bearer = (params: Challenge["params"]): Challenge => ({ scheme: "bearer", params });
const basic = (params: Challenge["params"]): Challenge => ({ scheme: "basic", params });

export const hostileChallenges: readonly HostileChallenge[] = [
  { name: "nothing", headers: [""], reads: [] },
  { name: "separators only", headers: [", ,\t, ,"], reads: [] },
  { name: "parameters without a scheme", headers: ['realm="https://evil.example/token"'], reads: [] },
  { name: "a scheme glued to its parameter", headers: ['Basicrealm="x"'], reads: [] },
  {
    name: "a scheme that only begins like one",
    headers: ['BearerX realm="x"', 'XBasic realm="x"'],
    reads: [],
  },
  { name: "a scheme used as a parameter", headers: ['Digest realm="x", Bearer="y"'], reads: [] },
  { name: "a quote never closed", headers: ['Bearer realm="https://evil.example'], reads: [] },
  { name: "a backslash at the end of a quote", headers: ['Bearer realm="a\\'], reads: [] },
  { name: "two realms without a comma", headers: ['Bearer realm="a"realm="b"'], reads: [] },
  { name: "a semicolon for a comma", headers: ['Bearer realm="x";service="y"'], reads: [] },
  { name: "a blank for a comma", headers: ["Bearer realm=a service=b"], reads: [] },
  { name: "a value without a name", headers: ["Bearer =x"], reads: [] },
  { name: "a no-break space behind the scheme", headers: ['Basic\u00a0realm="x"'], reads: [] },
  { name: "a scheme in full-width letters", headers: ['Ｂearer realm="x"'], reads: [] },
  {
    name: "a second realm after the first",
    headers: ['Bearer realm="https://own.example", REALM="https://evil.example"'],
    reads: [bearer({ realm: "https://own.example" })],
  },
  {
    name: "a challenge inside a quoted description",
    headers: ['Bearer realm="a", error_description="x, Basic realm=\\"evil\\", Bearer realm=\\"evil\\""'],
    reads: [bearer({ realm: "a", error_description: 'x, Basic realm="evil", Bearer realm="evil"' })],
  },
  {
    name: "a parameter called __proto__",
    headers: ['Bearer __proto__="x", constructor="y", realm="r"'],
    reads: [bearer(JSON.parse('{"__proto__":"x","constructor":"y","realm":"r"}'))],
  },
  {
    name: "a realm that lost its value",
    headers: ['Bearer realm=, service="s"'],
    reads: [bearer({ service: "s" })],
  },
  { name: "a realm that is empty", headers: ['Bearer realm=""'], reads: [bearer({ realm: "" })] },
  { name: "apostrophes for quotes", headers: ["Bearer realm='a'"], reads: [bearer({ realm: "'a'" })] },
  {
    name: "an unquoted realm with a query",
    headers: ["Bearer realm=https://a.example/t?x=1&y=2,service=s"],
    reads: [bearer({ realm: "https://a.example/t?x=1&y=2", service: "s" })],
  },
  {
    name: "schemes without parameters before a useful one",
    headers: ['Negotiate, NTLM TlRMTVNTUAAB==, Basic realm="x"'],
    reads: [basic({ realm: "x" })],
  },
  {
    name: "two challenges without a comma",
    headers: ['Basic realm="a" Bearer realm="b"'],
    reads: [basic({ realm: "a" }), bearer({ realm: "b" })],
  },
  {
    name: "a broken line beside a sound one",
    headers: ['Bearer realm="never closed', 'Basic realm="x"'],
    reads: [basic({ realm: "x" })],
  },
  {
    name: "a realm beyond the length anybody needs",
    headers: [`Bearer realm="https://own.example/${"a".repeat(1_000_000)}"`],
    reads: [],
  },
];

/** Link headers meant to lead astray from https://registry.example:5000/prefix/v2/a/tags/list, and the query taken. */
export interface HostileLink {
  readonly name: string;
  readonly headers: readonly string[];
  readonly query: string | null;
}

const next = 'rel="next"';

export const hostileLinks: readonly HostileLink[] = [
  { name: "another host", headers: [`<https://evil.example/v2/a/tags/list?last=x>; ${next}`], query: null },
  { name: "another host without a scheme", headers: [`<//evil.example/?last=x>; ${next}`], query: null },
  { name: "another host by backslashes", headers: [`<\\\\evil.example/?last=x>; ${next}`], query: null },
  { name: "another host behind a tabulator", headers: [`</\t/evil.example/?last=x>; ${next}`], query: null },
  {
    name: "a host that only begins like ours",
    headers: [`<https://registry.example.evil.example/?last=x>; ${next}`],
    query: null,
  },
  {
    name: "a host that ends in a dot",
    headers: [`<https://registry.example./?last=x>; ${next}`],
    query: null,
  },
  {
    name: "ours as the user of another",
    headers: [`<https://registry.example@evil.example/?a>; ${next}`],
    query: null,
  },
  { name: "a user at ours", headers: [`<https://anna@registry.example:5000/?last=x>; ${next}`], query: null },
  {
    name: "a password at ours",
    headers: [`<https://:pw@registry.example:5000/?last=x>; ${next}`],
    query: null,
  },
  { name: "the metadata service", headers: [`<http://169.254.169.254/latest?last=x>; ${next}`], query: null },
  { name: "a script", headers: [`<javascript:alert(1)?x>; ${next}`], query: null },
  { name: "a file", headers: [`<file:///etc/passwd?x>; ${next}`], query: null },
  {
    name: "a port out of range",
    headers: [`<https://registry.example:99999/?last=x>; ${next}`],
    query: null,
  },
  { name: "no query: the same page again", headers: [`</v2/a/tags/list>; ${next}`], query: null },
  {
    name: "a fragment that looks like a query",
    headers: [`</v2/a/tags/list#?last=x>; ${next}`],
    query: null,
  },
  { name: "an address never closed", headers: [`</v2/a/tags/list?last=x; ${next}`], query: null },
  { name: "an empty address", headers: [`<>; ${next}`], query: null },
  { name: "a rel that only begins so", headers: ['</?last=x>; rel="nextt"'], query: null },
  {
    name: "a rel inside another value",
    headers: ['</?last=x>; title="; rel=next"; rel="prev"'],
    query: null,
  },
  { name: "a second rel", headers: [`</?last=x>; rel="prev"; ${next}`], query: null },
  { name: "a quote never closed", headers: ['</?last=x>; rel="next'], query: null },
  { name: "two links without any rel", headers: ["</?last=x>, </?last=y>"], query: null },
  {
    name: "a link beyond the length anybody needs",
    headers: [`</?last=${"x".repeat(1_000_000)}>; ${next}`],
    query: null,
  },
  {
    name: "another path of ours",
    headers: [`</v2/../../admin/delete?last=x>; ${next}`],
    query: "?last=x",
  },
  {
    name: "http instead of https",
    headers: [`<http://registry.example/?last=x>; ${next}`],
    query: "?last=x",
  },
  {
    name: "a line break in the query",
    headers: [`</?last=x%0d%0aHost:evil>; ${next}`],
    query: "?last=x%0d%0aHost:evil",
  },
  { name: "rel among others, in capitals", headers: ['</?last=x>; REL="Last NEXT"'], query: "?last=x" },
  { name: "the first of two", headers: [`</?last=x>; ${next}, </?last=y>; ${next}`], query: "?last=x" },
  {
    name: "a comma and a semicolon in the address",
    headers: [`</?last=a,b;c=d>; ${next}`],
    query: "?last=a,b;c=d",
  },
  { name: "a broken link behind a sound one", headers: [`</?last=x>; ${next}, <`], query: "?last=x" },
];
