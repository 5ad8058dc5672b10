export const jobKeys = {
  all: ["jobs"],
  list: ["jobs", "list"],
  active: ["jobs", "active"],
  detail: (id: string) => ["jobs", "detail", id],
  log: (id: string) => ["jobs", "log", id],
} as const;
