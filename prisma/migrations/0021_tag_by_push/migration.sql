CREATE INDEX CONCURRENTLY "Tag_by_push_idx" ON "Tag" ("repositoryId", (coalesce("pushedAt", "movedAt", "firstSeenAt")), "name" COLLATE "C") WHERE "goneAt" IS NULL;
