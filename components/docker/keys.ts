export const hostKeys = {
  all: ["hosts"],
  list: ["hosts", "list"],
  detail: (id: string) => ["hosts", id, "detail"],
  usage: (id: string) => ["hosts", id, "usage"],
  images: (id: string) => ["hosts", id, "images"],
} as const;

export const pullKeys = {
  sources: ["images", "sources"],
} as const;
