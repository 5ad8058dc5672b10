// For plain Node (`node --import ./scripts/hooks.mjs`): "server-only" is a guard for Next's bundler; here everything is
// the server, so it resolves to nothing.
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === "server-only")
      return { url: "data:text/javascript,", shortCircuit: true, format: "module" };
    return nextResolve(specifier, context);
  },
});
