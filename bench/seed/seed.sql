-- Fills an empty, migrated database with an index of $1 tags: 1 repository for each 100 of them, 0.3 manifests and one
-- blob row for each, spread as registries in use have them. Deterministic; every digest is that of the bytes stored.
CREATE TEMP TABLE seed_size ON COMMIT DROP AS SELECT $1 AS tags, greatest($1 / 100, 20) AS repositories;

-- Chance from a number, the same every time.
CREATE FUNCTION pg_temp.chance(seed text) RETURNS float8 IMMUTABLE LANGUAGE sql
  RETURN (hashtextextended(seed, 7) & 1048575)::float8 / 1048576;
CREATE FUNCTION pg_temp.digest(bytes bytea) RETURNS text IMMUTABLE LANGUAGE sql
  RETURN 'sha256:' || encode(sha256(bytes), 'hex');
-- lib/catalog/sort-key.ts in SQL.
CREATE FUNCTION pg_temp.sort_key(name text) RETURNS text IMMUTABLE LANGUAGE sql RETURN (
  SELECT string_agg(CASE
      WHEN part[1] ~ '^\d' THEN lpad(length(regexp_replace(part[1], '^0+(?=\d)', ''))::text, 3, '0') || regexp_replace(part[1], '^0+(?=\d)', '')
      WHEN part[1] ~ '^[-_]' THEN ' ' ELSE part[1] END, '' ORDER BY at) || '!'
  FROM regexp_matches(lower(name), '\d+|[-_]|[^\d_-]+', 'g') WITH ORDINALITY AS found(part, at));

INSERT INTO "Registry" ("id", "name", "nameKey", "product", "endpoint", "health", "repositoriesIndexedAt", "updatedAt", "disabledAt")
SELECT gen_random_uuid(), name, name, 'generic', 'https://' || name || '.example.test', 'ok', now(), now(), now()
FROM unnest(ARRAY['production', 'staging', 'mirror', 'edge']) AS names(name);

-- The first repository holds a twentieth of all tags, the second at least a thousand, the others ever fewer.
CREATE TEMP TABLE seed_repository ON COMMIT DROP AS
SELECT number, CASE number WHEN 1 THEN tags / 20 WHEN 2 THEN greatest(tags / 800, 1000) ELSE
    greatest(1, round((tags * 0.95 - greatest(tags / 800, 1000)) * (1 / sqrt(number)) / sum(1 / sqrt(number)) FILTER (WHERE number > 2) OVER ()))::int
  END AS tags,
  (ARRAY['production', 'production', 'production', 'production', 'production', 'production', 'staging', 'staging', 'mirror', 'edge'])[1 + (number - 1) % 10] AS registry,
  CASE number WHEN 1 THEN 'platform/gateway' WHEN 2 THEN 'platform/monorepo' ELSE
    (ARRAY['payments', 'search', 'identity', 'media', 'billing', 'catalogue', 'fulfilment', 'analytics', 'messaging', 'infra', 'library', 'tools',
      'mobile', 'partners', 'risk', 'growth', 'data', 'ml', 'ops', 'security'])[1 + number % 20] || '/' ||
    (ARRAY['api', 'web', 'worker', 'nginx', 'redis', 'scheduler', 'ingest', 'proxy', 'export', 'admin', 'cron', 'mailer', 'sync', 'report', 'agent',
      'cache', 'router', 'broker', 'loader', 'planner'])[1 + number / 20 % 20] || '-' ||
    (ARRAY['core', 'edge', 'internal', 'public', 'legacy', 'next', 'canary', 'batch', 'stream', 'eu', 'us', 'cn'])[1 + number / 400 % 12] ||
    CASE WHEN number < 4800 THEN '' ELSE '-' || number END END AS name
FROM seed_size, generate_series(1, repositories) AS number;

INSERT INTO "Repository" ("registryId", "name", "firstSeenAt", "indexedAt", "tagCount")
SELECT g."id", s.name, now() - interval '400 days', now(), s.tags FROM seed_repository s JOIN "Registry" g ON g."name" = s.registry ORDER BY s.number;

CREATE TEMP TABLE seed_held ON COMMIT DROP AS
SELECT r."id", s.number, s.name, s.tags, greatest(1, (s.tags * 0.15)::int) AS builds FROM seed_repository s
  JOIN "Registry" g ON g."name" = s.registry JOIN "Repository" r ON r."registryId" = g."id" AND r."name" = s.name;

-- Every other build is for two platforms.
CREATE TEMP TABLE seed_image ON COMMIT DROP AS
SELECT h."id" AS repository, h.number, h.name, build, 1 + (h.number * 7 + build) % 2 AS platforms, architecture,
  now() - interval '1 day' * (700 * pg_temp.chance(h.number || ':' || build)) AS created,
  1 + (h.number % 40) AS base, h.number || ':' || build || ':' || architecture AS key
FROM seed_held h, generate_series(1, h.builds) AS build, unnest(ARRAY['amd64', 'arm64']) AS architecture
WHERE architecture = 'amd64' OR (h.number * 7 + build) % 2 = 1;

-- Two layers of the base, one or two of its own.
CREATE TEMP TABLE seed_layer ON COMMIT DROP AS
SELECT i.key, layer, 'sha256:' || encode(sha256(convert_to(CASE
    WHEN layer < 2 THEN 'base ' || i.base || ' ' || i.architecture || ' ' || layer ELSE i.key || ' ' || layer END, 'UTF8')), 'hex') AS digest,
  CASE WHEN layer < 2 THEN 20000000 + 1000000 * i.base + layer ELSE 1000 + (60000000 * pg_temp.chance(i.key || layer))::bigint END AS size
FROM seed_image i, generate_series(0, 2 + (pg_temp.chance(i.key) < 0.44)::int) AS layer;

CREATE TEMP TABLE seed_layers ON COMMIT DROP AS
SELECT key, array_agg(digest ORDER BY layer) AS digests, array_agg(size ORDER BY layer) AS sizes,
  string_agg(format('{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"%s","size":%s}', digest, size), ',' ORDER BY layer) AS descriptors,
  string_agg(format('{"created_by":"COPY part-%s /app"}', layer), ',' ORDER BY layer) AS history,
  '"' || string_agg(digest, '","' ORDER BY layer) || '"' AS diff_ids
FROM seed_layer GROUP BY key;
ANALYZE seed_layers;

CREATE TEMP TABLE seed_config ON COMMIT DROP AS
SELECT i.*, l.digests, l.sizes, l.descriptors, convert_to(format(
    '{"architecture":"%s","os":"linux","created":"%s","config":{"Env":["PATH=/usr/local/bin:/usr/bin"],"Cmd":["serve"],"Labels":{'
    '"org.opencontainers.image.source":"https://git.example.test/%s","org.opencontainers.image.revision":"%s",'
    '"org.opencontainers.image.base.name":"docker.io/library/%s","com.example.team":"%s"}},'
    '"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}',
    architecture, to_char(created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), name, md5(i.key),
    (ARRAY['debian:12-slim', 'alpine:3.21', 'node:24', 'golang:1.26', 'python:3.14'])[1 + base % 5],
    split_part(name, '/', 1), l.diff_ids, l.history), 'UTF8') AS config
FROM seed_image i JOIN seed_layers l USING (key);

CREATE TEMP TABLE seed_manifest ON COMMIT DROP AS
SELECT *, pg_temp.digest(raw) AS digest FROM (
  SELECT *, pg_temp.digest(config) AS config_digest, (SELECT sum(size) FROM unnest(sizes) AS size) + length(config) AS bytes, convert_to(format(
    '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",'
    '"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%s},"layers":[%s]}',
    pg_temp.digest(config), length(config), descriptors), 'UTF8') AS raw FROM seed_config) made;

CREATE TEMP TABLE seed_index ON COMMIT DROP AS
SELECT *, pg_temp.digest(raw) AS digest FROM (
  SELECT repository, number, build, max(created) AS created, sum(bytes) AS bytes, convert_to(
    '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[' || string_agg(format(
      '{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%s,"platform":{"os":"linux","architecture":"%s"}}',
      digest, length(raw), architecture), ',' ORDER BY architecture) || ']}', 'UTF8') AS raw
  FROM seed_manifest WHERE platforms = 2 GROUP BY repository, number, build) made;

INSERT INTO "ConfigBlob" ("digest", "raw") SELECT config_digest, config FROM seed_manifest;
INSERT INTO "Manifest" ("digest", "mediaType", "kind", "raw", "rawSize", "configDigest", "totalBytes", "createdAt", "platforms", "annotations")
SELECT digest, 'application/vnd.oci.image.manifest.v1+json', 'image', raw, length(raw), config_digest, bytes, created, ARRAY['linux/' || architecture], '{}'::jsonb FROM seed_manifest
UNION ALL
SELECT digest, 'application/vnd.oci.image.index.v1+json', 'index', raw, length(raw), NULL, bytes, created, '{linux/amd64,linux/arm64}', '{}' FROM seed_index;
INSERT INTO "ManifestChild" ("parentDigest", "position", "childDigest", "mediaType", "size", "platform", "role")
SELECT i.digest, (m.architecture = 'arm64')::int, m.digest, 'application/vnd.oci.image.manifest.v1+json', length(m.raw), 'linux/' || m.architecture, 'platform'
FROM seed_index i JOIN seed_manifest m USING (repository, build);
INSERT INTO "ManifestBlob" ("manifestDigest", "position", "blobDigest", "mediaType", "size")
SELECT digest, -1, config_digest, 'application/vnd.oci.image.config.v1+json', length(config) FROM seed_manifest
UNION ALL
SELECT m.digest, at - 1, blob, 'application/vnd.oci.image.layer.v1.tar+gzip', size
FROM seed_manifest m, unnest(m.digests, m.sizes) WITH ORDINALITY AS layer(blob, size, at);
INSERT INTO "ManifestLabel" ("manifestDigest", "key", "value")
SELECT m.digest, 'org.opencontainers.image.' || label.key, label.value FROM seed_manifest m CROSS JOIN LATERAL (VALUES
  ('source', 'https://git.example.test/' || name), ('revision', md5(m.key)),
  ('base.name', 'docker.io/library/' || (ARRAY['debian:12-slim', 'alpine:3.21', 'node:24', 'golang:1.26', 'python:3.14'])[1 + base % 5])) AS label(key, value)
UNION ALL
SELECT digest, 'com.example.team', split_part(name, '/', 1) FROM seed_manifest;
INSERT INTO "RepositoryManifest" ("repositoryId", "digest")
SELECT repository, digest FROM seed_manifest UNION ALL SELECT repository, digest FROM seed_index;

-- What a build is called: by version, by date, by number, by commit, with and without a variant.
CREATE TEMP TABLE seed_target ON COMMIT DROP AS
SELECT repository, build, created, digest FROM seed_manifest WHERE platforms = 1
UNION ALL SELECT repository, build, created, digest FROM seed_index;
CREATE INDEX ON seed_target (repository, build);
ANALYZE seed_target;
INSERT INTO "Tag" ("repositoryId", "name", "sortKey", "digest", "firstSeenAt", "movedAt", "checkedAt")
SELECT n.repository, n.name, pg_temp.sort_key(n.name), t.digest, t.created, CASE WHEN n.tag % 12 = 0 THEN t.created + interval '2 days' END, now()
FROM (
  SELECT h."id" AS repository, tag, 1 + (tag - 1) % h.builds AS build, CASE
    WHEN tag = 1 THEN 'latest'
    WHEN tag % 7 = 0 THEN 'build-' || tag
    WHEN tag % 7 = 1 THEN 'main-' || to_char(date '2024-01-01' + tag, 'YYYYMMDD')
    WHEN tag % 7 = 2 THEN 'sha-' || left(md5(h.number || ' ' || tag), 8) || '-' || tag
    ELSE tag / 400 || '.' || tag / 20 % 20 || '.' || tag % 20 || (ARRAY['', '-alpine', '-debug'])[1 + tag % 3] END AS name
  FROM seed_held h, generate_series(1, h.tags) AS tag) n
  JOIN seed_target t USING (repository, build);
INSERT INTO "TagMove" ("repositoryId", "tag", "fromDigest", "toDigest", "seenAt")
SELECT t."repositoryId", t."name", pg_temp.digest(convert_to(t."name", 'UTF8')), t."digest", t."movedAt" FROM "Tag" t WHERE t."movedAt" IS NOT NULL;

UPDATE "Repository" r SET "tagCount" = totals.tags, "storedBytes" = totals.bytes, "lastPushedAt" = totals.newest
FROM (SELECT h."id", h.tags, b.bytes, newest FROM seed_held h
  JOIN (SELECT repository, max(created) AS newest FROM seed_target GROUP BY repository) t ON t.repository = h."id"
  JOIN (SELECT repository, sum(bytes) AS bytes FROM seed_manifest GROUP BY repository) b ON b.repository = h."id") totals
WHERE totals."id" = r."id";
UPDATE "Repository" r SET "tagBytes" = totals.bytes, "tagPlatforms" = totals.platforms
FROM (
  SELECT "repositoryId", sum(bytes) AS bytes, jsonb_agg(jsonb_build_object('platform', platform, 'tags', tags) ORDER BY tags DESC, platform) AS platforms
  FROM (SELECT t."repositoryId", p.platform, count(*) AS tags, sum(t."imageBytes") FILTER (WHERE p.nth = 1) AS bytes
    FROM "Tag" t CROSS JOIN LATERAL unnest(t."imagePlatforms") WITH ORDINALITY AS p(platform, nth) GROUP BY 1, 2) one
  GROUP BY "repositoryId") totals
WHERE totals."repositoryId" = r."id";
