import "server-only";
// Loading a noun declares its operations. The permission matrix and the test that calls everything as everybody read the
// result; a test holds this list against the folders there are.
import "./account/index.ts";
import "./audit/index.ts";
import "./deletions/index.ts";
import "./copies/index.ts";
import "./hosts/index.ts";
import "./images/index.ts";
import "./index-runs/index.ts";
import "./jobs/index.ts";
import "./live/index.ts";
import "./notifications/index.ts";
import "./permissions/index.ts";
import "./preferences/index.ts";
import "./referrers/index.ts";
import "./registries/index.ts";
import "./repositories/index.ts";
import "./search/index.ts";
import "./sessions/index.ts";
import "./setup/index.ts";
import "./storage/index.ts";
import "./tags/index.ts";
import "./users/index.ts";

export { declaredOperations } from "../operations/index.ts";
