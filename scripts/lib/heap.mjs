/**
 * Enough for the index's pages, small enough for a small machine (`npm run bench -- memory`, docs/performance.md). The
 * young generation does not shrink at rest: it would not grow again while little survives in it, and an index run would
 * have it collected every three megabytes.
 */
export const heapFlags = ["--max-old-space-size=384", "--min-semi-space-size=16", "--max-semi-space-size=16"];
