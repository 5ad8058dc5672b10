-- What a repository's page says of all its tags, added up when they are read. Columns without default: no rewrite.
ALTER TABLE "Repository" ADD COLUMN     "tagBytes" BIGINT,
ADD COLUMN     "tagPlatforms" JSONB;
