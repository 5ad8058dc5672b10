CREATE INDEX CONCURRENTLY "Tag_by_name_idx" ON "Tag" ("repositoryId", "sortKey" COLLATE "C", "name" COLLATE "C") WHERE "goneAt" IS NULL;
