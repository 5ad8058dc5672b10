import { describe, expect, it } from "vitest";
import { createLogger, withRequestId } from "./log.ts";
import { textStream } from "./log-text.ts";

function capture() {
  const lines: string[] = [];
  const logger = createLogger({ write: (line) => void lines.push(line) }, "debug");
  return { logger, text: () => lines.join(""), lines: () => lines.map((line) => JSON.parse(line)) };
}

const secret = "hunter2hunter2";

describe("secrets", () => {
  it.each<[string, object]>([
    ["a password", { password: secret }],
    ["a password deep inside", { user: { login: [{ newPassword: secret }] } }],
    ["a token", { accessToken: secret, refresh_token: secret }],
    [
      "headers",
      { headers: { Authorization: `Basic ${secret}`, "X-Registry-Auth": secret, "set-cookie": [secret] } },
    ],
    [
      "a Headers object",
      { headers: new Headers({ authorization: `Bearer ${secret}`, cookie: `s=${secret}` }) },
    ],
    ["a map", { map: new Map([["clientSecret", secret]]) }],
    ["a URL with user info", { url: `https://ada:${secret}@registry.example.com/v2/` }],
    ["a URL's query", { url: new URL(`https://auth.example.com/token?account=ada&password=${secret}`) }],
    ["a path's query", { path: `/callback?code=${secret}` }],
    ["an error's message", { error: new Error(`GET https://r.example.com/v2/?sig=${secret} failed`) }],
    [
      "an error's cause",
      { error: new Error("outer", { cause: new Error(`Authorization: Bearer ${secret}`) }) },
    ],
    [
      "an error's own fields",
      { error: Object.assign(new Error("x"), { config: { auth: { password: secret } } }) },
    ],
    [
      "the address a registry posts to",
      { path: `/api/events/${secret}`, url: `https://l.example.com/api/events/${secret}?x` },
    ],
    ["bytes", { body: Buffer.from(secret) }],
    ["text that quotes JSON", { upstream: `{"username":"ada","password":"${secret}"}` }],
  ])("in %s are not written", (_, fields) => {
    const { logger, text } = capture();
    logger.info(fields, "something happened");
    logger.child({}).warn(fields);
    expect(text()).toContain("something happened");
    expect(text()).not.toContain(secret);
  });

  it("in the message itself are not written", () => {
    const { logger, text } = capture();
    logger.info(`connecting to postgresql://longshore:${secret}@db/longshore`);
    logger.error(new Error(`token=${secret}`));
    expect(text()).not.toContain(secret);
    expect(text()).toContain("postgresql://[hidden]@db/longshore");
  });

  it("leave what may be told", () => {
    const { logger, lines } = capture();
    logger.info(
      { passwordChanged: true, tokenHosts: ["https://auth.example.com"], tag: "1.27", size: 12n },
      "told",
    );
    expect(lines()[0]).toMatchObject({
      level: "info",
      message: "told",
      passwordChanged: true,
      tokenHosts: ["https://auth.example.com"],
      tag: "1.27",
      size: "12",
    });
  });
});

it("stays bounded on circles and great depth", () => {
  const { logger, text } = capture();
  const circle: Record<string, unknown> = { name: "a" };
  circle.self = circle;
  logger.info({ circle, list: Array.from({ length: 10_000 }, (_, index) => index) });
  expect(text().length).toBeLessThan(2_000);
});

it("carries the request's id through everything asynchronous", async () => {
  const { logger, lines } = capture();
  await withRequestId("r-1", async () => {
    await Promise.resolve();
    logger.info("inside");
  });
  logger.info("outside");
  expect(lines().map(({ requestId }) => requestId)).toEqual(["r-1", undefined]);
});

it("reads well at a terminal", () => {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text), isTTY: false } as unknown as NodeJS.WriteStream;
  const logger = createLogger(textStream(out), "info");
  logger.warn({ registry: "hub" }, "slow");
  expect(written[0]).toMatch(/^\d\d:\d\d:\d\d warn: slow {2}registry=hub\n$/);
});

/** Processor time, not the clock's: what else runs on this machine does not count. */
function milliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

it.each(["a", "password", "x-", "eyJ", "a://", "/a?", "Basic ", "token=", "eyJaaaaaaaaa.", " "])(
  "takes a stranger's path of nothing but %j without effort",
  (piece) => {
    const { logger } = capture();
    const path = piece.repeat(16_000 / piece.length);
    // Backtracking over it would take a quarter of a second each time.
    const work = () => {
      for (let round = 0; round < 60; round++) logger.info({ path }, "request");
    };
    expect(milliseconds(work)).toBeLessThan(700);
  },
);

it("lets no word of a stranger's steer the terminal or begin a line of its own", () => {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text), isTTY: false } as unknown as NodeJS.WriteStream;
  const logger = createLogger(textStream(out), "info");
  const steering = "\u001b[2J\u001b]0;owned\u0007\u009b1A\r";
  logger.warn({ upstream: `${steering}\n12:00:00 all is well` }, `hello ${steering}`);
  logger.error({ error: new Error(steering) }, "failed");
  expect(written.join("")).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(written[0]?.trimEnd().split("\n")).toHaveLength(1);
});
