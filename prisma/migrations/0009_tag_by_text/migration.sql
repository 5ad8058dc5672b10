CREATE INDEX CONCURRENTLY "Tag_by_text_idx" ON "Tag" (lower("name") COLLATE "C", "repositoryId") WHERE "goneAt" IS NULL;
