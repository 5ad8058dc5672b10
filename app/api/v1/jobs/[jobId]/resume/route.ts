import { toHandler } from "#lib/operations/web.ts";
import { resumeJob } from "#lib/services/jobs/index.ts";

export const POST = toHandler(resumeJob);
