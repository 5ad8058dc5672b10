import { NextRequest } from "next/server";
import { expect, it } from "vitest";
import { ownHostname } from "./own-hostname.ts";

it.each(["127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0", "10.0.0.5", "longshore.internal"])(
  "is %s as Next's proxy sees it, so that a rewrite stays inside",
  (host) => {
    expect(ownHostname(host)).toBe(new NextRequest(`http://${host}:3000/a`).nextUrl.hostname);
  },
);
