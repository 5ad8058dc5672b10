-- AlterTable
ALTER TABLE "TagMove" ADD COLUMN     "actor" TEXT,
ADD COLUMN     "seenBy" TEXT NOT NULL DEFAULT 'recheck';

-- CreateTable
CREATE TABLE "NotificationAddress" (
    "registryId" UUID NOT NULL,
    "secretHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastReceivedAt" TIMESTAMPTZ(3),
    "received" BIGINT NOT NULL DEFAULT 0,
    "refused" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "NotificationAddress_pkey" PRIMARY KEY ("registryId")
);

-- CreateTable
CREATE TABLE "RegistryEvent" (
    "id" BIGSERIAL NOT NULL,
    "registryId" UUID NOT NULL,
    "eventId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "repository" TEXT NOT NULL,
    "tag" TEXT,
    "digest" TEXT,
    "actor" TEXT,
    "address" TEXT,
    "userAgent" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RegistryEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PullCount" (
    "repositoryId" BIGINT NOT NULL,
    "tag" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "pulls" INTEGER NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PullCount_pkey" PRIMARY KEY ("repositoryId","tag","day")
);

-- CreateIndex
CREATE UNIQUE INDEX "NotificationAddress_secretHash_key" ON "NotificationAddress"("secretHash");

-- CreateIndex
CREATE INDEX "RegistryEvent_registryId_at_id_idx" ON "RegistryEvent"("registryId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "RegistryEvent_registryId_repository_at_id_idx" ON "RegistryEvent"("registryId", "repository", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "RegistryEvent_receivedAt_idx" ON "RegistryEvent"("receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "RegistryEvent_registryId_eventId_key" ON "RegistryEvent"("registryId", "eventId");

-- CreateIndex
CREATE INDEX "PullCount_day_idx" ON "PullCount"("day");

-- AddForeignKey
ALTER TABLE "NotificationAddress" ADD CONSTRAINT "NotificationAddress_registryId_fkey" FOREIGN KEY ("registryId") REFERENCES "Registry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegistryEvent" ADD CONSTRAINT "RegistryEvent_registryId_fkey" FOREIGN KEY ("registryId") REFERENCES "Registry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PullCount" ADD CONSTRAINT "PullCount_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "Repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;
