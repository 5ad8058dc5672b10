DO $$
DECLARE
  from_repository BIGINT := 0;
  from_name TEXT := '';
  from_digest TEXT := '';
  to_repository BIGINT;
  to_name TEXT;
  to_digest TEXT;
BEGIN
  -- Batches of 5,000, committed one by one (this statement stands alone in its file): no row stays locked for long, and what
  -- was interrupted begins again without harm.
  LOOP
    SELECT "repositoryId", "name" INTO to_repository, to_name FROM (
      SELECT "repositoryId", "name" FROM "Tag" WHERE ("repositoryId", "name") > (from_repository, from_name)
      ORDER BY "repositoryId", "name" LIMIT 5000) batch
    ORDER BY "repositoryId" DESC, "name" DESC LIMIT 1;
    EXIT WHEN NOT FOUND;
    UPDATE "Tag" t SET "imageBytes" = m."totalBytes", "imageCreatedAt" = m."createdAt", "imagePlatforms" = m."platforms"
    FROM "Manifest" m WHERE m."digest" = t."digest"
      AND (t."repositoryId", t."name") > (from_repository, from_name) AND (t."repositoryId", t."name") <= (to_repository, to_name)
      AND (t."imageBytes", t."imageCreatedAt", t."imagePlatforms") IS DISTINCT FROM (m."totalBytes", m."createdAt", m."platforms");
    COMMIT;
    from_repository := to_repository;
    from_name := to_name;
  END LOOP;
  LOOP
    SELECT max("digest") INTO to_digest FROM (
      SELECT "digest" FROM "Manifest" WHERE "digest" > from_digest ORDER BY "digest" LIMIT 5000) batch;
    EXIT WHEN to_digest IS NULL;
    INSERT INTO "ManifestLabel" ("manifestDigest", "key", "value")
    SELECT m."digest", l."key", l."value" FROM "Manifest" m LEFT JOIN "ConfigBlob" c ON c."digest" = m."configDigest",
      "imageLabels"(c."raw", m."annotations") AS l
    WHERE m."digest" > from_digest AND m."digest" <= to_digest ON CONFLICT DO NOTHING;
    COMMIT;
    from_digest := to_digest;
  END LOOP;
END $$;
