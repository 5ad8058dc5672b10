CREATE INDEX CONCURRENTLY "Tag_by_platform_idx" ON "Tag" USING gin ("imagePlatforms") WHERE "goneAt" IS NULL;
