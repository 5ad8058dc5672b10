import type { IndexSettings } from "#lib/services/registries/types.ts";

/** The settings as fields hold them. */
export interface IndexingForm {
  readonly schedule: IndexSettings["schedule"];
  readonly hour: string;
  /** null: as it was; the browser's own as soon as the hour is chosen. */
  readonly zone: string | null;
  readonly concurrency: string;
  readonly rate: string;
  /** A pattern a line. */
  readonly include: string;
  readonly exclude: string;
}

export function indexingForm(settings: IndexSettings): IndexingForm {
  return {
    schedule: settings.schedule,
    hour: String(settings.hour),
    zone: null,
    concurrency: String(settings.concurrency),
    rate: settings.rate === null ? "" : String(settings.rate),
    include: settings.include.join("\n"),
    exclude: settings.exclude.join("\n"),
  };
}

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export type IndexingInput = Omit<IndexSettings, "include" | "exclude"> & {
  readonly include: string[];
  readonly exclude: string[];
};

/** What the operation takes. A rate that is no number becomes one it refuses by name. */
export function indexingInput(form: IndexingForm, before: IndexSettings): IndexingInput {
  const rate = form.rate.trim();
  return {
    schedule: form.schedule,
    hour: Number(form.hour),
    zone: form.zone ?? before.zone,
    concurrency: Number(form.concurrency),
    rate: rate === "" ? null : /^\d{1,6}$/.test(rate) ? Number(rate) : 0,
    include: lines(form.include),
    exclude: lines(form.exclude),
  };
}

/** "exclude.2" is about the field "exclude". */
export const fieldOf = (path: string): string => path.split(".", 1)[0] ?? path;
