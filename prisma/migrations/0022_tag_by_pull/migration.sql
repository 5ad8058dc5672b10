CREATE INDEX CONCURRENTLY "Tag_by_pull_idx" ON "Tag" ("repositoryId", "pulledAt", "name" COLLATE "C") WHERE "goneAt" IS NULL;
