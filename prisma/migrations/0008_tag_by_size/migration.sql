CREATE INDEX CONCURRENTLY "Tag_by_size_idx" ON "Tag" ("repositoryId", "imageBytes", "name" COLLATE "C") WHERE "goneAt" IS NULL;
