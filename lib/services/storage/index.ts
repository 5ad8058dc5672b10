import "server-only";

export type { LargeBlobRow, StorageDayRow, StorageShare } from "#lib/catalog/index.ts";
export { getStorage, type StorageView } from "./get-storage.ts";
export { startMeasuring } from "./measure.ts";
