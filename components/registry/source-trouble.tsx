import { ErrorState } from "#components/feedback/error-state.tsx";
import type { ErrorDto } from "#lib/errors.ts";

/** Why what is shown may be old. A registry that asks for a pause is limited, not broken: that passes by itself. */
export function SourceTrouble({ error }: { error: ErrorDto }) {
  return <ErrorState error={error} size="inline" tone={error.code === "RATE_LIMITED" ? "warn" : "danger"} />;
}
