-- What lists sort and filter tags by, beside the tag: copies of what its manifest says. Columns without default: no rewrite.
ALTER TABLE "Tag" ADD COLUMN "imageBytes" BIGINT,
ADD COLUMN "imageCreatedAt" TIMESTAMPTZ(3),
ADD COLUMN "imagePlatforms" TEXT[];

-- By triggers, so that no writer can forget them.
CREATE FUNCTION "copyImageToTag"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."imageBytes" := NULL;
  NEW."imageCreatedAt" := NULL;
  NEW."imagePlatforms" := NULL;
  IF NEW."digest" IS NOT NULL THEN
    SELECT m."totalBytes", m."createdAt", m."platforms" INTO NEW."imageBytes", NEW."imageCreatedAt", NEW."imagePlatforms"
    FROM "Manifest" m WHERE m."digest" = NEW."digest";
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION "copyImagesToTags"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- In one order everywhere: two writers would otherwise wait for each other in a circle.
  PERFORM 1 FROM "Tag" t JOIN changed m ON m."digest" = t."digest"
  WHERE (t."imageBytes", t."imageCreatedAt", t."imagePlatforms") IS DISTINCT FROM (m."totalBytes", m."createdAt", m."platforms")
  ORDER BY t."repositoryId", t."name" COLLATE "C" FOR UPDATE OF t;
  UPDATE "Tag" t SET "imageBytes" = m."totalBytes", "imageCreatedAt" = m."createdAt", "imagePlatforms" = m."platforms"
  FROM changed m WHERE t."digest" = m."digest"
    AND (t."imageBytes", t."imageCreatedAt", t."imagePlatforms") IS DISTINCT FROM (m."totalBytes", m."createdAt", m."platforms");
  RETURN NULL;
END $$;

CREATE TRIGGER "Tag_image" BEFORE INSERT OR UPDATE OF "digest" ON "Tag"
FOR EACH ROW EXECUTE FUNCTION "copyImageToTag"();
CREATE TRIGGER "Manifest_stored" AFTER INSERT ON "Manifest" REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION "copyImagesToTags"();
CREATE TRIGGER "Manifest_settled" AFTER UPDATE ON "Manifest" REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION "copyImagesToTags"();

-- CreateTable
CREATE TABLE "ManifestLabel" (
    "manifestDigest" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "ManifestLabel_pkey" PRIMARY KEY ("manifestDigest","key")
);

-- AddForeignKey
ALTER TABLE "ManifestLabel" ADD CONSTRAINT "ManifestLabel_manifestDigest_fkey" FOREIGN KEY ("manifestDigest") REFERENCES "Manifest"("digest") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "ManifestLabel_text_idx" ON "ManifestLabel" (lower("key") COLLATE "C", lower("value") COLLATE "C");

-- Labels of an image's configuration, and annotations of its manifest under the same name. What is no configuration has none.
CREATE FUNCTION "imageLabels"(config BYTEA, annotations JSONB) RETURNS TABLE ("key" TEXT, "value" TEXT)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  labels JSONB;
BEGIN
  BEGIN
    labels := convert_from(config, 'UTF8')::jsonb #> '{config,Labels}';
  EXCEPTION WHEN OTHERS THEN
    labels := NULL;
  END;
  RETURN QUERY SELECT DISTINCT ON (left(l."key", 128)) left(l."key", 128), left(l."value", 256)
  FROM (
    SELECT * FROM jsonb_each_text(CASE WHEN jsonb_typeof(labels) = 'object' THEN labels ELSE '{}' END)
    UNION ALL
    SELECT * FROM jsonb_each_text(CASE WHEN jsonb_typeof(annotations) = 'object' THEN annotations ELSE '{}' END)
  ) l WHERE l."value" IS NOT NULL ORDER BY left(l."key", 128) LIMIT 100;
END $$;

-- DropIndex
DROP INDEX "Tag_repositoryId_sortKey_idx";
