-- AlterTable
ALTER TABLE "JobLogLine" ADD COLUMN     "error" JSONB;
