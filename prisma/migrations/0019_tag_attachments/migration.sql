CREATE INDEX CONCURRENTLY "Tag_attachments_idx" ON "Tag" ("repositoryId") WHERE "goneAt" IS NULL AND CASE octet_length("name")
    WHEN 75 THEN "name" LIKE 'sha256-%' AND ("name" LIKE '%.sig' OR "name" LIKE '%.att')
    WHEN 76 THEN "name" LIKE 'sha256-%' AND "name" LIKE '%.sbom'
    WHEN 71 THEN "name" LIKE 'sha___-%' AND coalesce(cardinality("imagePlatforms"), 0) = 0
    ELSE false END;
