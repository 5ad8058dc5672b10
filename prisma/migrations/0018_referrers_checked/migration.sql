-- AlterTable
ALTER TABLE "RepositoryManifest" ADD COLUMN "referrersCheckedAt" TIMESTAMPTZ(3);
