-- AlterTable
ALTER TABLE "JobLogLine" ADD COLUMN     "line" JSONB;
