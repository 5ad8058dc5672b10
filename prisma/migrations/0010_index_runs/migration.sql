-- AlterTable
ALTER TABLE "Registry" ADD COLUMN     "indexConcurrency" INTEGER NOT NULL DEFAULT 2,
ADD COLUMN     "indexExclude" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "indexHour" INTEGER NOT NULL DEFAULT 3,
ADD COLUMN     "indexInclude" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "indexJobAt" TIMESTAMPTZ(3),
ADD COLUMN     "indexJobId" UUID,
ADD COLUMN     "indexRate" INTEGER,
ADD COLUMN     "indexSchedule" TEXT NOT NULL DEFAULT 'nightly',
ADD COLUMN     "indexZone" TEXT NOT NULL DEFAULT 'UTC';

-- AlterTable
ALTER TABLE "Repository" ADD COLUMN     "viewedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "losses" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "pauseRequestedAt" TIMESTAMPTZ(3),
ADD COLUMN     "pausedBy" TEXT;
