import { describe, expect, it } from "vitest";
import { signAws } from "./aws-v4.ts";

const key = { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const now = new Date("2015-08-30T12:36:00Z");

/** AWS's own: https://docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html and its ListUsers example. */
const vectors: readonly [string, string, string, Record<string, string>, string, string][] = [
  ["get-vanilla", "GET", "/", {}, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  [
    "get-vanilla-query-order-key-case",
    "GET",
    "/?Param2=value2&Param1=value1",
    {},
    "",
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  ],
  [
    "post-x-www-form-urlencoded",
    "POST",
    "/",
    { "Content-Type": "application/x-www-form-urlencoded" },
    "Param1=value1",
    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  ],
];

describe("AWS Signature Version 4", () => {
  it.each(vectors)("signs %s as AWS does", (_name, method, path, headers, body, signature) => {
    const url = new URL(path, "https://example.amazonaws.com");
    const signed = signAws(
      { method, url, headers, body },
      key,
      { region: "us-east-1", service: "service" },
      now,
    );
    expect(signed.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20150830\/us-east-1\/service\/aws4_request, SignedHeaders=.*host;x-amz-date, /,
    );
    expect(signed.headers.authorization?.split("Signature=")[1]).toBe(signature);
  });

  it("signs the ListUsers example as AWS does", () => {
    const signed = signAws(
      {
        method: "GET",
        url: new URL("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
        headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: "",
      },
      key,
      { region: "us-east-1", service: "iam" },
      now,
    );
    expect(signed.headers.authorization).toContain(
      "SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    );
  });
});
