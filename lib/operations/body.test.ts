import { describe, expect, it } from "vitest";
import { decodeParams, readJson, readQuery } from "./body.ts";

const post = (body: BodyInit, type = "application/json") =>
  new Request("http://longshore/", { method: "POST", body, headers: { "content-type": type } });

describe("a JSON body", () => {
  it("is read as it is", async () => {
    expect(await readJson(post('{"a":[1]}', "application/json; charset=utf-8"))).toEqual({ a: [1] });
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/jsonp",
    "",
  ])("is not one when a form could have sent it: %j", async (type) => {
    await expect(readJson(post("{}", type))).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("of more than a mebibyte is left in the middle", async () => {
    let taken = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const request = new Request("http://longshore/", {
      method: "POST",
      body: endless,
      headers: { "content-type": "application/json" },
      duplex: "half",
    } as RequestInit);
    await expect(readJson(request)).rejects.toMatchObject({ code: "INVALID_INPUT", reason: "too_large" });
    expect(taken).toBeLessThan(32);
  });

  it("that is none says so, without repeating it", async () => {
    const error = await readJson(post('{"password":"hunter2"')).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: "INVALID_INPUT" });
    expect((error as Error).message).not.toContain("hunter2");
  });
});

describe("a query string", () => {
  const read = (query: string) => readQuery(new URL(`http://longshore/?${query}`));

  it("is names and values; a repeated one is a list, an empty one absent", () => {
    expect(read("a=1&b=2&b=3&c=&d[$ne]=x")).toEqual({ a: "1", b: ["2", "3"], "d[$ne]": "x" });
  });

  it("has fields of its own whatever they are called", () => {
    const query = read("__proto__=a&__proto__=b&constructor=c&toString=d");
    expect(Object.keys(query)).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
  });
});

describe("a route's parameters", () => {
  it("are decoded once", () => {
    expect(decodeParams({ tag: "a%252Fb", repository: ["a%20b", "c"] })).toEqual({
      tag: "a%2Fb",
      repository: ["a b", "c"],
    });
    expect(() => decodeParams({ tag: "%ff" })).toThrowError(expect.objectContaining({ code: "NOT_FOUND" }));
  });
});
