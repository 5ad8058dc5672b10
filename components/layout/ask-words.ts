import type { Messages } from "next-intl";

const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** From this failure on the page says so (wordless.tsx). */
const tolerated = 1;

const asked = new Map<string, Promise<Messages>>();

/** The words at a path, each asked for once; settles only when they are here. */
export function askWords(path: string): Promise<Messages> {
  const promise = asked.get(path) ?? fetchWords(path);
  asked.set(path, promise);
  return promise;
}

async function fetchWords(path: string): Promise<Messages> {
  for (let failures = 0; ; failures++) {
    const words = await fetchOnce(path);
    // Before React goes on, which knows nothing of this attribute.
    document.documentElement.toggleAttribute("data-wordless", !words && failures >= tolerated);
    if (words) return words;
    const wait = Math.min(firstWaitMs * 2 ** failures, longestWaitMs);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function fetchOnce(path: string): Promise<Messages | undefined> {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : undefined;
  } catch {
    // Away, or cut off in the middle.
    return undefined;
  }
}
