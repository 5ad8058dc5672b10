-- AlterTable
ALTER TABLE "Tag" ADD COLUMN     "pulledAt" TIMESTAMPTZ(3),
ADD COLUMN     "pushedAt" TIMESTAMPTZ(3);
