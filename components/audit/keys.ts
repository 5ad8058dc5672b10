/** Query keys of the audit log, by subtree. */
export const auditKeys = {
  all: ["audit"] as const,
  list: () => [...auditKeys.all, "list"] as const,
  event: (id: string) => [...auditKeys.all, "event", id] as const,
};
