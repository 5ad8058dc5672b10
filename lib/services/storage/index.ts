import "server-only";

export type { LargeBlobRow, StorageDayRow, StorageShare } from "#lib/catalog/index.ts";
export { getStorage, type StorageView } from "./get-storage.ts";
export { loadStoredBytes } from "./load-sizes.ts";
export { startMeasuring } from "./measure.ts";
