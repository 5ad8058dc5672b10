export const jobKeys = {
  all: ["jobs"],
  list: ["jobs", "list"],
  active: ["jobs", "active"],
  detail: (id: string) => ["jobs", "detail", id],
  /** What runs where and when: it changes with every job. */
  behind: ["jobs", "behind"],
  workers: ["jobs", "behind", "workers"],
  schedules: ["jobs", "behind", "schedules"],
  log: (id: string) => ["jobs", "log", id],
} as const;
