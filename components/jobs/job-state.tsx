import { Ban, Check, Clock, LoaderCircle, Pause, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import type { JobDto } from "#lib/services/jobs/types.ts";

const looks: Record<JobDto["state"], { tone: Tone; Icon: typeof Check; spin?: true }> = {
  queued: { tone: "neutral", Icon: Clock },
  running: { tone: "signal", Icon: LoaderCircle, spin: true },
  paused: { tone: "neutral", Icon: Pause },
  succeeded: { tone: "ok", Icon: Check },
  failed: { tone: "danger", Icon: X },
  cancelled: { tone: "neutral", Icon: Ban },
};

export function JobState({ state }: { state: JobDto["state"] }) {
  const t = useTranslations("jobs.state");
  const { tone, Icon, spin } = looks[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" className={spin && "motion-safe:animate-spin"} />
      {t(state)}
    </Badge>
  );
}
