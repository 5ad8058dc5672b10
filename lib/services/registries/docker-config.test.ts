import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { readLogins } from "./docker-config.ts";

const secret = "Ahoy-7c1e-weigh-anchor";
const encoded = (text: string) => Buffer.from(text).toString("base64");
const read = (config: object) => readLogins(JSON.stringify(config));
const auth = encoded(`robot$ci:${secret}`);

describe("logins of a Docker configuration", () => {
  it("are addresses with user and password, Docker Hub by its old name too", () => {
    const credential = { username: "robot$ci", secret };
    expect(
      read({
        auths: {
          "https://index.docker.io/v1/": { auth },
          "harbor.example.com:8443": { auth, email: "a@b.example" },
          "https://registry.example.com/v2/": { auth },
          "localhost:5000": { username: "robot$ci", password: secret },
        },
      }),
    ).toEqual([
      {
        key: "https://index.docker.io/v1/",
        endpoint: "https://registry-1.docker.io",
        state: "ready",
        credential,
      },
      {
        key: "harbor.example.com:8443",
        endpoint: "https://harbor.example.com:8443",
        state: "ready",
        credential,
      },
      {
        key: "https://registry.example.com/v2/",
        endpoint: "https://registry.example.com",
        state: "ready",
        credential,
      },
      { key: "localhost:5000", endpoint: "https://localhost:5000", state: "ready", credential },
    ]);
  });

  it("keep colons and NUL padding as docker reads them", () => {
    const [login] = read({ auths: { "r.example": { auth: encoded("me:a:b\0\0") } } });
    expect(login?.credential).toEqual({ username: "me", secret: "a:b" });
  });

  it("are identity tokens, whatever user stands beside", () => {
    const [login] = read({
      auths: {
        "r.example": { auth: encoded("00000000-0000-0000-0000-000000000000:"), identitytoken: secret },
      },
    });
    expect(login?.credential).toEqual({ username: "<token>", secret });
  });

  it("are said to be elsewhere when a program keeps them", () => {
    expect(
      read({
        auths: {
          "https://index.docker.io/v1/": {},
          "https://index.docker.io/v1/access-token": {},
          "https://index.docker.io/v1/refresh-token": {},
        },
        credsStore: "desktop",
        credHelpers: { "gcr.example": "gcloud" },
      }),
    ).toEqual([
      {
        key: "https://index.docker.io/v1/",
        endpoint: "https://registry-1.docker.io",
        state: "helper",
        helper: "desktop",
      },
      { key: "gcr.example", endpoint: "https://gcr.example", state: "helper", helper: "gcloud" },
    ]);
  });

  it.each([
    [{}, "empty"],
    [null, "empty"],
    ["text", "empty"],
    [{ auth: "***" }, "unreadable"],
    [{ auth: encoded("nocolon") }, "unreadable"],
    [{ auth: encoded(":nobody") }, "unreadable"],
    [{ auth: encoded("me:") }, "unreadable"],
    [{ auth: encoded("m\ne:x") }, "unreadable"],
    [{ auth: 7 }, "empty"],
  ])("%j is %s", (login, state) => {
    expect(read({ auths: { "r.example": login } })).toEqual([
      { key: "r.example", endpoint: "https://r.example", state },
    ]);
  });

  it("of a namespace lead to its registry", () => {
    expect(read({ auths: { "quay.io/team": { auth } } })[0]?.endpoint).toBe("https://quay.io");
  });

  it.each(["user@host", "a b", "ftp://r.example", "", "host/../x", "h?x=1"])(
    "of what is no address are unreadable: %j",
    (key) =>
      expect(read({ auths: { [key]: { auth } } })).toEqual([{ key, endpoint: "", state: "unreadable" }]),
  );

  it("named like what objects have are names", () => {
    const config = `{"auths": {"__proto__": {"auth": "${auth}"}, "constructor": {"auth": "${auth}"}}, "__proto__": {"credsStore": "evil"}}`;
    expect(readLogins(config).map(({ key, state }) => [key, state])).toEqual([
      ["__proto__", "ready"],
      ["constructor", "ready"],
    ]);
    expect(readLogins('{"__proto__": {"credsStore": "evil"}, "auths": {"r.example": {}}}')[0]?.state).toBe(
      "empty",
    );
  });
});

describe("what is no Docker configuration", () => {
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`r${index}.example`, { auth }]));
  it.each([
    ["", "config_not_json"],
    [`{"auths": {"r.example": {"auth": "${auth}"`, "config_not_json"],
    ["[]", "config_not_json"],
    ["null", "config_not_json"],
    ['"text"', "config_not_json"],
    ["{}", "config_no_auths"],
    ['{"auths": []}', "config_no_auths"],
    [JSON.stringify({ auths: many }), "config_too_many"],
    ["[".repeat(200_000), "config_not_json"],
  ])("is refused by name and not repeated: %.40j", (text, key) => {
    const error = (() => {
      try {
        return readLogins(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: "INVALID_INPUT", fields: { text: key } });
    expect(`${error}${JSON.stringify(error)}`).not.toContain(auth);
    expect((error as AppError).cause).toBeUndefined();
  });

  it("never ends in another error, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.oneof(
            fc.json().map((json): unknown => JSON.parse(json)),
            fc.record({ auth: fc.base64String() }),
          ),
        ),
        fc.anything(),
        (auths, credHelpers) => {
          try {
            for (const { state, credential } of readLogins(JSON.stringify({ auths, credHelpers }))) {
              expect(state === "ready").toBe(credential !== undefined);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
