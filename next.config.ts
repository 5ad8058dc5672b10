import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // Next's development server would print the arguments of server actions, passwords among them.
  logging: { serverFunctions: false },
  serverExternalPackages: ["dockerode", "docker-modem", "ssh2", "pg", "pg-boss", "@node-rs/argon2", "pino"],
  turbopack: { root: import.meta.dirname },
};
export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
