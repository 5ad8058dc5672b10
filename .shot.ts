import { readFileSync } from "node:fs";
import { encode } from "next-auth/jwt";
import { chromium, type Page } from "@playwright/test";
const env = Object.fromEntries(readFileSync(`/proc/${process.argv[2]}/environ`, "utf8").split("\0").map(l => [l.slice(0, l.indexOf("=")), l.slice(l.indexOf("=") + 1)]));
process.env.DATABASE_URL = env.DATABASE_URL; process.env.LONGSHORE_DATA_DIR = "/tmp/ls-reg/data";
const { db } = await import("/work/wt/registries/lib/db/index.ts");
const { startSession } = await import("/work/wt/registries/lib/auth/sessions.ts");
const { cookieSecret } = await import("/work/wt/registries/lib/auth/cookies.ts");
const user = await db().user.findFirstOrThrow();
const claim = await db().$transaction((tx: never) => startSession(tx, user.id, { requestId: "x" }));
export const cookie = await encode({ token: { sub: claim.userId, sid: claim.sessionId }, secret: cookieSecret(), maxAge: 86400 });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
const regs = JSON.parse(readFileSync("/tmp/ls-reg/regs.json", "utf8"));
const script = process.argv[3];
async function page(opts: { width?: number; height?: number; dark?: boolean; locale?: string } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: opts.width ?? 1440, height: opts.height ?? 900 }, colorScheme: opts.dark ? "dark" : "light", locale: opts.locale ?? "en-US", baseURL: "http://localhost:3107" });
  await context.addCookies([{ name: "longshore.session", value: cookie, domain: "localhost", path: "/" }]);
  const p = await context.newPage();
  p.on("console", m => { if (["error","warning"].includes(m.type())) console.log("console:", m.text().slice(0, 500)); });
  p.on("pageerror", e => console.log("pageerror:", e.message.slice(0, 500)));
  return p;
}
try { const { default: run } = await import(script); await run({ page, regs, db }); } catch (e) { console.log("FAILED", e); } finally { await browser.close(); process.exit(0); }
