// Who may import whom (docs/adr, "Shape"). Tests and lib/*/testing may reach further: they put parts together.

/** @param {string} name @param {string} why @param {object} from @param {object} to */
const forbid = (name, why, from, to) => ({ name, comment: why, severity: "error", from, to });

const tests = "(\\.test\\.tsx?$|/testing(/|[^/]*\\.ts$)|\\.d\\.ts$)";
const lib = (...names) => `^lib/(${names.join("|")})(/|\\.ts$)`;
const anyLib = "^lib/";
/** Small files everybody may use. */
const basics = "errors|log|log-scrub|log-text|format|env";

/** A folder of lib that may use only the named parts of lib, itself and the basics given. */
const libOnly = (name, allowed, why) =>
  forbid(
    `lib-${name}`,
    why,
    { path: `^lib/${name}/`, pathNot: tests },
    { path: anyLib, pathNot: [`^lib/${name}/`, ...allowed] },
  );

export default {
  forbidden: [
    forbid(
      "no-cycles",
      "A cycle is two files that are one.",
      { path: "^(app|components|lib)/" },
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ["type-only"] },
      },
    ),
    forbid(
      "nothing-imports-the-process",
      "server.ts wires; it is nobody's library.",
      {},
      { path: "^(server|proxy)\\.ts$" },
    ),
    forbid(
      "app",
      "Routes load and compose: everything else is behind operations, services, auth.",
      { path: "^app/", pathNot: tests },
      {
        path: anyLib,
        pathNot: [
          lib("operations", "services", "auth", "i18n", "errors", "format"),
          // The health endpoints are about the database itself.
          lib("db", "server"),
          "^lib/env\\.ts$",
        ],
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "app-database",
      "Only the health endpoints ask the database directly; streams may wait for the process's end.",
      { path: "^app/", pathNot: ["^app/api/health/", tests] },
      { path: lib("db"), dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "components",
      "Views take props and give callbacks; what lib knows reaches them as types.",
      { path: "^components/", pathNot: tests },
      {
        path: "^(lib|app)/",
        pathNot: [lib("format", "errors"), "^lib/i18n/"],
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "components-ui",
      "Primitives know no domain.",
      { path: "^components/ui/", pathNot: tests },
      { path: "^components/(?!ui/|feedback/)" },
    ),
    libOnly("registry", [lib("errors")], "The registry client knows neither Next nor Prisma nor us."),
    libOnly("docker", [lib("errors")], "The Docker client knows neither Next nor Prisma nor us."),
    libOnly("crypto", [lib("errors")], "Sealing depends on nothing."),
    libOnly("db", [lib(basics)], "The database layer is the bottom."),
    libOnly(
      "catalog",
      [lib(basics, "db", "audit")],
      "The index stores and queries; services do the syncing.",
    ),
    libOnly("audit", [lib(basics, "db")], "The record depends on the database only."),
    libOnly("jobs", [lib(basics, "db", "audit")], "The queue knows no job's meaning."),
    libOnly("auth", [lib(basics, "db", "crypto", "audit")], "Sessions and permissions, no use case."),
    libOnly(
      "operations",
      [lib(basics, "auth", "audit", "db", "jobs", "crypto")],
      "The mechanism; declarations are services.",
    ),
    libOnly("server", [lib(basics)], "What stands around Next knows no users."),
    libOnly(
      "i18n",
      [lib("errors", "format", "auth/permissions", "jobs/lines")],
      "Words only, and the names they are for.",
    ),
    forbid(
      "pure-clients",
      "Clients of registries, daemons and cryptography run anywhere Node does.",
      { path: "^lib/(registry|docker|crypto)/", pathNot: tests },
      { path: "node_modules/(next|react|@prisma|pg|pg-boss)/" },
    ),
    forbid(
      "services-know-no-next",
      "A use case runs from an action, a job or a test.",
      { path: "^lib/(services|catalog|jobs|audit|db)/", pathNot: tests },
      { path: "node_modules/(next|next-auth|react)/" },
    ),
    forbid(
      "one-door-to-prisma",
      "Only lib/db makes a Prisma client; others take its types.",
      { path: "^(app|components|lib|server|proxy)", pathNot: "^lib/db/" },
      { path: "^lib/db/generated/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "one-door-to-docker",
      "Only lib/docker speaks to a daemon.",
      { path: "^(app|components|lib|server|proxy)", pathNot: ["^lib/docker/", tests] },
      { path: "node_modules/(dockerode|docker-modem)/" },
    ),
    forbid(
      "one-door-to-next-auth",
      "Only lib/auth and its route know next-auth.",
      { path: "^(app|components|lib|server|proxy)", pathNot: ["^lib/auth/", "^app/api/auth/"] },
      { path: "node_modules/next-auth/" },
    ),
    forbid(
      "not-to-tests",
      "Tests are nobody's library.",
      { pathNot: `${tests}|^e2e/` },
      { path: "\\.test\\.tsx?$" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|lib/db/generated/(models|internal))" },
    // TypeScript 7 has no compiler API that dependency-cruiser reads.
    parser: "swc",
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
  },
};
