import "server-only";

export { openTarget, secretRow } from "./open-target.ts";
export { type HealthReport, recordHealth } from "./record-health.ts";
