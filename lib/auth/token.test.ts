import { randomBytes } from "node:crypto";
import { afterEach, expect, it, vi } from "vitest";
import { parseKeyring, useKeyring } from "../crypto/index.ts";
import { issueSessionCookie, sessionClaim } from "./token.ts";

const jar = vi.hoisted(() => new Map<string, { readonly value: string; readonly maxAge?: number }>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => jar.get(name),
    set: (name: string, value: string, { maxAge }: { maxAge?: number }) => jar.set(name, { value, maxAge }),
  }),
}));

afterEach(() => void vi.useRealTimers());

it.each([1, -1, 40])(
  "a claim is read whatever this machine's clock says (%i days): its row decides",
  async (days) => {
    useKeyring(parseKeyring(randomBytes(32).toString("base64"), "test"));
    const claim = { sessionId: crypto.randomUUID(), userId: crypto.randomUUID() };
    await issueSessionCookie(claim);
    expect([...jar.values()]).toMatchObject([{ maxAge: 30 * 24 * 3600 }]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 24 * 3600_000 });
    expect(await sessionClaim()).toEqual(claim);
  },
);
