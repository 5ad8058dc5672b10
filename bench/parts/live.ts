import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { untilHydrated, waitAfterLoads } from "../../e2e/fixtures/browser.ts";
import { mediaTypes } from "../../e2e/fixtures/images.ts";
import { onFreshPage } from "../browser.ts";
import { against, summarise } from "../figures.ts";
import type { Report, Stage } from "../stage.ts";

const budgetMs = 1_000;

/** The secret address that Longshore shows once. */
async function turnOn(page: Page, registryId: string): Promise<string> {
  await waitAfterLoads(page).goto(`/registries/${registryId}/-/settings`);
  await page.getByRole("button", { name: "Turn on" }).click();
  return (await page.getByText(/^http:\/\/\S+\/api\/events\/[\w-]{43}$/).textContent()) ?? "";
}

/** Gives the image of a tag one more name, as a push of what is there already does. */
async function pushTag(endpoint: string, name: string, tag: string): Promise<string> {
  const manifests = `${endpoint}/v2/${name}/manifests`;
  const { tags } = (await (await fetch(`${endpoint}/v2/${name}/tags/list`)).json()) as { tags: string[] };
  const image = await fetch(`${manifests}/${tags[0]}`, { headers: { accept: mediaTypes.ociManifest } });
  const answer = await fetch(`${manifests}/${tag}`, {
    method: "PUT",
    headers: { "content-type": mediaTypes.ociManifest },
    body: await image.arrayBuffer(),
  });
  if (!answer.ok) throw new Error(`${tag}: ${answer.status}`);
  return image.headers.get("docker-content-digest") ?? "";
}

/** What a CNCF Distribution registry posts after a push (docs, about/notifications). */
function tell(address: string, repository: string, tag: string, digest: string): Promise<Response> {
  const target = { mediaType: mediaTypes.ociManifest, digest, repository, tag };
  const event = { id: randomUUID(), timestamp: new Date().toISOString(), action: "push", target };
  return fetch(address, {
    method: "POST",
    headers: { "content-type": "application/vnd.docker.distribution.events.v1+json" },
    body: JSON.stringify({ events: [event] }),
  });
}

/** From a registry's notification of a push to its row on a page that is open. */
export async function measureLive({ registry, browser, session, indexed, effort }: Stage): Promise<Report> {
  const { name, registryId, path } = indexed;
  const times = await onFreshPage(browser, session, async (page) => {
    const address = await turnOn(page, registryId);
    await waitAfterLoads(page).goto(path);
    await untilHydrated(page);
    const measured: number[] = [];
    for (let run = 0; run < effort.runs; run++) {
      // Above all others in the order the page opens in.
      const tag = `zz-live-${run}`;
      const digest = await pushTag(registry.endpoint, name, tag);
      const started = performance.now();
      const answer = await tell(address, name, tag, digest);
      if (!answer.ok) throw new Error(`The notification was answered ${answer.status}.`);
      await page.getByRole("link", { name: tag, exact: true }).first().waitFor();
      measured.push(performance.now() - started);
    }
    return measured;
  });
  return {
    table: {
      headers: ["Told of a push", "until its row is on an open page (ms)"],
      rows: [["repository of 1,000 tags", against(budgetMs, summarise(times))]],
    },
    data: times,
  };
}
