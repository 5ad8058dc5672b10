/** Enough for the index's pages, small enough for a small machine (`npm run bench -- memory`, docs/performance.md). */
export const heapFlags = ["--max-old-space-size=384", "--max-semi-space-size=16"];
