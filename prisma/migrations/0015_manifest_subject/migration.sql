CREATE INDEX CONCURRENTLY "Manifest_subject_idx" ON "Manifest"("subject");
