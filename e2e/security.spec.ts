import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect, test as plain } from "@playwright/test";
import pg from "pg";
import { may, type Permission, type Role } from "../lib/auth/permissions.ts";
import { type RunningApp, startApp } from "./fixtures/app.ts";
import { dumpDatabase } from "./fixtures/database-dump.ts";
import { actions, type Door, declared, pages, routes } from "./fixtures/doors.ts";
import { addPerson, anybody, knock, signedIn } from "./fixtures/people.ts";

// No browser: what anybody with a socket can send. Pages are looked at in hostile.spec.ts.

const test = plain.extend<object, { app: RunningApp }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
    async ({}, use) => {
      const app = await startApp();
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

/** Ends only when it is left: see "a stream ends". */
const stream = "/api/v1/events";
const doors = [...routes(), ...actions()].filter(({ path }) => path !== stream);
/** Not by session: next-auth's own, the probes', the registries', whose address is a secret, and the words of the sign-in page. */
const others = /^\/api\/(auth|health|events|words)\//;
const ours = doors.filter(({ path }) => !others.test(path));
/** They take no input, so nothing keeps them from ending the session that knocks. */
const leaving = /^(signOut|endOther)/;
const changing = doors.filter(({ method }) => method !== "GET");

async function query<T extends object>(app: RunningApp, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Ids of the operations that were refused to somebody, as the audit log has them. */
async function refusedTo(app: RunningApp, actorName: string): Promise<string[]> {
  const rows = await query<{ action: string }>(
    app,
    `SELECT DISTINCT action FROM "AuditEvent"
     WHERE outcome = 'denied' AND "errorCode" IN ('UNAUTHENTICATED', 'FORBIDDEN') AND "actorName" = $1
     ORDER BY action`,
    [actorName],
  );
  return rows.map(({ action }) => action);
}

/** Ids of what is declared and needs a permission of a certain kind. */
const declaredIds = (wanted: (permission: Permission) => boolean, kind?: "operation" | "read") =>
  declared()
    .filter((one) => one.permission && wanted(one.permission) && (kind ?? one.kind) === one.kind)
    .map(({ id }) => id)
    .sort();

/** A registry with a repository and a job, so that pages have something to show; the registry is disabled: nobody goes and asks. */
async function inhabit(app: RunningApp): Promise<Record<string, string>> {
  const ids = { registryId: randomUUID(), jobId: randomUUID(), repository: "own/quay" };
  await query(
    app,
    `INSERT INTO "Registry" (id, name, "nameKey", product, endpoint, "disabledAt", "updatedAt")
     VALUES ($1, 'quay', 'quay', 'generic', 'http://127.0.0.1:1', now(), now())`,
    [ids.registryId],
  );
  await query(app, `INSERT INTO "Repository" ("registryId", name, "indexedAt") VALUES ($1, $2, now())`, [
    ids.registryId,
    ids.repository,
  ]);
  await query(
    app,
    `INSERT INTO "Job" (id, kind, state, input, "operationId", "targetName", "startedByName", "finishedAt")
     VALUES ($1, 'image.pull', 'succeeded', '{}', $1, 'own/quay:1', 'ada', now())`,
    [ids.jobId],
  );
  return ids;
}

test("every operation there is refuses whoever is not signed in, at every door", async ({ app }) => {
  const stranger = await anybody(app);
  for (const door of ours) {
    const { code, text } = await knock(stranger, door);
    // Setup is closed, and whoever is signed out already has what the sign-out is for.
    const expected = door.name.startsWith("completeSetup")
      ? /INVALID_INPUT|CONFLICT/
      : door.name.startsWith("signOut")
        ? /done/
        : /UNAUTHENTICATED/;
    expect(code, `${door.name}: ${text.slice(0, 200)}`).toMatch(expected);
  }
  expect((await stranger.get(stream)).status()).toBe(401);
  const refused = new Set(await refusedTo(app, "anonymous"));
  const without = (ids: readonly string[]) => ids.filter((id) => !refused.has(id));
  // Whatever changes something has a door; a read may be a page's alone, and pages are asked below.
  expect(without(declaredIds(() => true, "operation"))).toEqual([]);
  expect(without(declaredIds(() => true, "read")).length).toBeLessThan(refused.size / 4);
  for (const page of pages().filter((path) => path !== "/login" && path !== "/setup")) {
    expect(new URL((await stranger.get(page)).url()).pathname, page).toBe("/login");
    // What client navigation fetches of a page: nothing but the way to the sign-in.
    const flight = await (await stranger.get(page, { headers: { rsc: "1" } })).text();
    expect(flight, page).toMatch(/NEXT_REDIRECT;[a-z]+;\/login[;?]/);
  }
  await stranger.dispose();
});

for (const role of ["viewer", "operator"] as const satisfies readonly Role[]) {
  test(`every operation there is refuses a ${role} what the table does not give, at every door`, async ({
    app,
  }) => {
    const admin = await signedIn(app);
    const person = await signedIn(app, await addPerson(admin, `some.${role}`, role));
    const codes: string[] = [];
    for (const door of ours.filter(({ name }) => !leaving.test(name))) {
      const { code, status } = await knock(person, door);
      expect(status, door.name).not.toBe(500);
      expect(code, door.name).not.toBe("UNAUTHENTICATED");
      codes.push(code);
    }
    for (const page of pages()) expect((await person.get(page)).status(), page).not.toBe(500);
    const expected = declaredIds((permission) => !may(role, permission));
    expect(await refusedTo(app, `some.${role}`)).toEqual(expected);
    expect(codes.filter((code) => code === "FORBIDDEN").length).toBeGreaterThanOrEqual(expected.length - 4);
    await Promise.all([admin.dispose(), person.dispose()]);
  });
}

test("no role is too small for what the table gives it: an administrator is refused nothing", async ({
  app,
}) => {
  const admin = await signedIn(app);
  for (const door of ours.filter(({ name }) => !leaving.test(name))) {
    const { code } = await knock(admin, door);
    expect(code, door.name).not.toMatch(/UNAUTHENTICATED|FORBIDDEN|INTERNAL/);
  }
  await admin.dispose();
});

test("nothing but GET passes without our own Origin, signed in or not", async ({ app }) => {
  const admin = await signedIn(app);
  const before = await query<{ count: string }>(app, `SELECT count(*) FROM "AuditEvent"`);
  const { cookies } = await admin.storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const port = Number(new URL(app.url).port);
  const foreign = ["https://evil.example", "null", `http://localhost:${port + 1}`, `${app.url}.evil.example`];
  const refused = async (door: Door, headers: Record<string, string>) => {
    const answer = await fetch(app.url + door.path, {
      method: door.method,
      body: "{}",
      headers: { cookie, ...(door.action && { "next-action": door.action }), ...headers },
    });
    expect(answer.status, `${door.name} with ${JSON.stringify(headers)}`).toBe(403);
    await answer.body?.cancel();
  };
  for (const door of changing) {
    await refused(door, {});
    for (const origin of foreign) await refused(door, { origin });
  }
  // Pages too: a form posted to one is how server actions are called without a script.
  for (const path of pages())
    await refused({ name: path, method: "POST", path }, { origin: foreign[0] ?? "" });
  expect(await query(app, `SELECT count(*) FROM "AuditEvent"`)).toEqual(before);
  await admin.dispose();
});

test("whatever a server action is given, it answers and does not break", async ({ app }) => {
  const admin = await signedIn(app);
  const hostile = [null, [], "x", 7, { __proto__: { isAdministrator: true } }, { id: { $ne: null } }];
  for (const door of actions().filter(({ name }) => !leaving.test(name))) {
    for (const data of hostile) {
      const { status, text } = await knock(admin, door, data);
      expect(status, `${door.name} given ${JSON.stringify(data)}: ${text.slice(0, 200)}`).toBeLessThan(500);
    }
  }
  // What is no server action's language at all never reaches an action; Next answers without a word of its own.
  for (const body of ["", "{", '["$F1"]', '["$@1"]', "[]".repeat(1000)]) {
    const [door] = actions();
    const answer = await admin.post("/account", {
      headers: { "next-action": door?.action ?? "", "content-type": "text/plain;charset=UTF-8" },
      data: body,
    });
    expect(await answer.text(), body).not.toMatch(/ at .*\.js|node_modules|Error:/);
  }
  expect((await admin.get("/api/health/ready")).status()).toBe(200);
  expect(app.output()).not.toContain("uncaught");
  await admin.dispose();
});

test("whatever stands in a query string, no answer breaks", async ({ app }) => {
  const admin = await signedIn(app);
  const names = [
    "filter",
    "q",
    "text",
    "sort",
    "cursor",
    "namespace",
    "path",
    "repository",
    "from",
    "registryId",
  ];
  const queries = [
    ...["a%00b", "%ff", "%F0%9F%A6%AD".repeat(40), "'--", "%25%5F", "__proto__"].map((value) =>
      names.map((name) => `${name}=${value}`).join("&"),
    ),
    ...names.map((name) => `${name}=a%00b`),
    "sort=name&sort=id",
    "sort[equals]=name&filter[contains]=a&__proto__[sort]=name",
    `filter=${"a".repeat(8_000)}`,
  ];
  for (const { path, name, method } of routes().filter((door) => door.path !== stream)) {
    if (method !== "GET" || path.startsWith("/api/auth") || path.startsWith("/api/health")) continue;
    for (const search of queries) {
      const answer = await admin.get(`${path}?${search}`);
      expect(answer.status(), `${name}?${search}: ${await answer.text()}`).toBeLessThan(500);
    }
  }
  await admin.dispose();
});

test("no GET changes anything: every page and every handler, before and after", async ({ app }) => {
  const admin = await signedIn(app);
  const ids = await inhabit(app);
  // A page marks its reader's session as seen and its repository as looked at, and an export is on record: nothing else may
  // differ. (The queue's own tables and a worker's sign of life change by themselves; what a registry holds is added up for who
  // looks first.)
  await admin.get(`/registries/${ids.registryId}/-/storage`);
  const snapshot = async () =>
    (await dumpDatabase(app.databaseUrl, "public"))
      .split("\n")
      .filter((row) => !row.includes('"action":"audit.export"'))
      .map((row) => row.replace(/"(lastSeenAt|viewedAt|heartbeatAt)":(null|"[^"]*")/g, ""))
      .sort();
  const addresses = [
    ...pages(ids),
    ...routes(ids).flatMap(({ method, path }) => (method === "GET" && path !== stream ? [path] : [])),
    "/api/v1/audit/export?format=csv",
    `/api/v1/tags?registryId=${ids.registryId}&repository=own/quay`,
    `/api/v1/repositories?registryId=${ids.registryId}`,
  ];
  const before = await snapshot();
  for (const path of addresses) {
    expect((await admin.get(path)).status(), path).toBeLessThan(500);
    expect((await admin.head(path)).status(), path).toBeLessThan(500);
  }
  expect(await snapshot()).toEqual(before);
  await admin.dispose();
});

/** Reads a stream to its end; resolves to the milliseconds since `begin` was called. */
async function openStream(app: RunningApp, person: APIRequestContext) {
  const { cookies } = await person.storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(app.url + stream, { headers: { cookie } });
  const reader = answer.body?.getReader();
  // The snapshot: from here on it is told everything.
  await reader?.read();
  return async (): Promise<void> => {
    while (!(await reader?.read())?.done);
  };
}

test("password, role, disabling and sign-out end session and stream at once", async ({ app }) => {
  const admin = await signedIn(app);
  const { username, password } = await addPerson(admin, "some.sailor", "viewer");
  const [row] = await query<{ id: string }>(app, `SELECT id FROM "User" WHERE username = $1`, [username]);
  const userId = row?.id;
  const act = (name: string, input: object, client = admin) => {
    const door = actions().find((one) => one.name.startsWith(name));
    if (!door) throw new Error(name);
    return knock(client, door, input);
  };
  const renewed = "a new lamp for the north mole";
  const changes: Record<string, (person: APIRequestContext) => Promise<unknown>> = {
    "sign-out": (person) => act("signOutAction", {}, person),
    role: () => act("setUserRoleAction", { userId, role: "operator" }),
    "own password": async () => {
      const other = await signedIn(app, { username, password });
      return act("changePasswordAction", { currentPassword: password, newPassword: renewed }, other);
    },
    "password reset": () => act("resetPasswordAction", { userId, password }),
    disabling: () => act("disableUserAction", { userId }),
  };
  for (const [name, change] of Object.entries(changes)) {
    const current = name === "password reset" ? renewed : password;
    const person = await signedIn(app, { username, password: current });
    const copy = await anybody(app);
    const { cookies } = await person.storageState();
    const cookie = cookies.map((one) => `${one.name}=${one.value}`).join("; ");
    const untilEnd = await openStream(app, person);
    expect((await copy.get("/api/v1/account", { headers: { cookie } })).status()).toBe(200);
    expect(JSON.stringify(await change(person)), name).toContain('"code":"done"');
    const changed = Date.now();
    await untilEnd();
    // At once, on any machine: the next look at the row by itself would come after thirty seconds.
    expect(Date.now() - changed, `${name}: the stream`).toBeLessThan(5_000);
    expect((await copy.get("/api/v1/account", { headers: { cookie } })).status(), name).toBe(401);
    await Promise.all([person.dispose(), copy.dispose()]);
  }
  await admin.dispose();
});

test("every answer carries the headers that keep a page to itself", async ({ app }) => {
  const admin = await signedIn(app);
  const script = /\/_next\/static\/[^"]+\.js/.exec(await (await admin.get("/login")).text())?.[0] ?? "";
  expect(script).not.toBe("");
  const addresses = [
    "/",
    "/nowhere",
    "/login",
    script,
    "/_next/static/nowhere.js",
    "/_next/image?url=/icon.svg&w=64&q=75",
  ];
  for (const path of [
    ...addresses,
    "/icon.svg",
    "/api/nowhere",
    "/api/v1/account",
    "/%ff",
    "/api/v1/hosts/%ff",
  ]) {
    const answer = await admin.get(path);
    const headers = answer.headers();
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["x-powered-by"], path).toBeUndefined();
    expect(answer.status(), path).toBeLessThan(500);
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toMatch(/frame-ancestors 'none'/);
    expect(policy.replace(/style-src[^;]*/, ""), path).not.toContain("unsafe-inline");
    if (headers["content-type"]?.startsWith("text/html") && answer.status() === 200)
      expect(policy, path).toMatch(/script-src 'self' 'nonce-[^']{22,}' 'strict-dynamic';/);
    // Whatever is not a built file is somebody's: no cache between here and there may keep it.
    if (!path.startsWith("/_next/static/") && path !== "/icon.svg")
      expect(headers["cache-control"] ?? "", path).toMatch(/no-store|no-cache|must-revalidate/);
  }
  await admin.dispose();
});
