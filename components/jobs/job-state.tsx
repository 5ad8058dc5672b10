import { Ban, Check, Clock, Hourglass, LoaderCircle, Pause, RotateCw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import type { ShownState } from "./shown-state.ts";

const looks: Record<ShownState, { tone: Tone; Icon: typeof Check; spin?: true }> = {
  queued: { tone: "neutral", Icon: Clock },
  running: { tone: "signal", Icon: LoaderCircle, spin: true },
  turn: { tone: "neutral", Icon: Hourglass },
  retry: { tone: "warn", Icon: RotateCw },
  pausing: { tone: "neutral", Icon: Pause },
  cancelling: { tone: "neutral", Icon: Ban },
  paused: { tone: "neutral", Icon: Pause },
  succeeded: { tone: "ok", Icon: Check },
  failed: { tone: "danger", Icon: X },
  cancelled: { tone: "neutral", Icon: Ban },
};

export function JobState({ state }: { state: ShownState }) {
  const t = useTranslations("jobs.state");
  const { tone, Icon, spin } = looks[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" className={spin && "motion-safe:animate-spin"} />
      {t(state)}
    </Badge>
  );
}
