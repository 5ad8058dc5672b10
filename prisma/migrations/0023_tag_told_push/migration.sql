CREATE INDEX CONCURRENTLY "Tag_told_push_idx" ON "Tag" ("repositoryId") WHERE "goneAt" IS NULL AND "pushedAt" IS NOT NULL;
