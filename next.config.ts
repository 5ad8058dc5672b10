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
  // A repository's name contains slashes, so the parts behind "/-/" come first in the real folders.
  async rewrites() {
    return {
      beforeFiles: [
        {
          source: "/registries/:id/:repository+/-/tags/:tag",
          destination: "/registries/:id/-/tags/:tag/:repository+",
        },
        {
          source: "/registries/:id/:repository+/-/manifests/:digest",
          destination: "/registries/:id/-/manifests/:digest/:repository+",
        },
      ],
      afterFiles: [],
      fallback: [],
    };
  },
};
export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
