CREATE INDEX CONCURRENTLY "RegistryEvent_change_idx" ON "RegistryEvent" ("registryId", "at" DESC, "id" DESC) WHERE "kind" IN ('push', 'delete');
