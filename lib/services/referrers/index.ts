import "server-only";

export { listReferrers } from "./list-referrers.ts";
