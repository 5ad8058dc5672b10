CREATE INDEX CONCURRENTLY "Tag_by_date_idx" ON "Tag" ("repositoryId", "imageCreatedAt", "name" COLLATE "C") WHERE "goneAt" IS NULL;
