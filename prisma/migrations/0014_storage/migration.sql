-- AlterTable
ALTER TABLE "Repository" ADD COLUMN     "ownBytes" BIGINT;

-- CreateTable
CREATE TABLE "RegistryStorage" (
    "registryId" UUID NOT NULL,
    "measuredAt" TIMESTAMPTZ(3) NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sharedBytes" BIGINT NOT NULL,
    "blobs" BIGINT NOT NULL,
    "tags" BIGINT NOT NULL,
    "repositories" INTEGER NOT NULL,
    "untaggedManifests" BIGINT NOT NULL,
    "untaggedBytes" BIGINT NOT NULL,

    CONSTRAINT "RegistryStorage_pkey" PRIMARY KEY ("registryId")
);

-- CreateTable
CREATE TABLE "NamespaceStorage" (
    "registryId" UUID NOT NULL,
    "namespace" TEXT NOT NULL,
    "measuredAt" TIMESTAMPTZ(3) NOT NULL,
    "bytes" BIGINT NOT NULL,
    "ownBytes" BIGINT NOT NULL,
    "sharedBytes" BIGINT NOT NULL,
    "repositories" INTEGER NOT NULL,

    CONSTRAINT "NamespaceStorage_pkey" PRIMARY KEY ("registryId","namespace")
);

-- CreateTable
CREATE TABLE "StorageDay" (
    "registryId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "bytes" BIGINT NOT NULL,
    "tags" BIGINT NOT NULL,
    "repositories" INTEGER NOT NULL,

    CONSTRAINT "StorageDay_pkey" PRIMARY KEY ("registryId","day")
);

-- CreateTable
CREATE TABLE "LargeBlob" (
    "registryId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "measuredAt" TIMESTAMPTZ(3) NOT NULL,
    "digest" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "repositories" INTEGER NOT NULL,
    "names" TEXT[],

    CONSTRAINT "LargeBlob_pkey" PRIMARY KEY ("registryId","position")
);

-- AddForeignKey
ALTER TABLE "RegistryStorage" ADD CONSTRAINT "RegistryStorage_registryId_fkey" FOREIGN KEY ("registryId") REFERENCES "Registry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NamespaceStorage" ADD CONSTRAINT "NamespaceStorage_registryId_fkey" FOREIGN KEY ("registryId") REFERENCES "Registry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StorageDay" ADD CONSTRAINT "StorageDay_registryId_fkey" FOREIGN KEY ("registryId") REFERENCES "Registry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LargeBlob" ADD CONSTRAINT "LargeBlob_registryId_fkey" FOREIGN KEY ("registryId") REFERENCES "Registry"("id") ON DELETE CASCADE ON UPDATE CASCADE;
