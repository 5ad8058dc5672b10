import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // No picture of ours needs the optimiser, an endpoint that fetches whatever address it is given.
  images: { unoptimized: true },
  reactStrictMode: true,
  typedRoutes: false,
  // Next's development server would print the arguments of server actions, passwords among them.
  logging: { serverFunctions: false },
  serverExternalPackages: ["dockerode", "docker-modem", "ssh2", "pg", "pg-boss", "@node-rs/argon2", "pino"],
  // `npm run check` and `npm test` check types, tests included; whoever only starts Longshore need not wait for it.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: {
      // All that next-intl's plugin would set. The plugin itself brings another compiler into the server.
      "next-intl/config": "./lib/i18n/request.ts",
      // Messages are compiled on the server (lib/i18n/compiled.ts); browsers then need no ICU parser, 10 kB less on each page.
      "use-intl/format-message": "./node_modules/use-intl/dist/esm/production/format-message/format-only.js",
    },
  },
};
export default config;
