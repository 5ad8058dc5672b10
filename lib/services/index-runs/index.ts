import "server-only";

export { indexJob } from "./index-job.ts";
export { listSchedules, type ScheduleDto } from "./list-schedules.ts";
export { refreshRegistry } from "./refresh-registry.ts";
export { startSchedule } from "./schedule.ts";
