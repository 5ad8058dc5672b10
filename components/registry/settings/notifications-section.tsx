"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState, useTransition } from "react";
import { useToast } from "#components/feedback/toast.tsx";
import { askRedraw } from "#components/live/redraw.ts";
import { useLive } from "#components/live/use-live.ts";
import { Button } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Result } from "#lib/errors.ts";
import type { ProductId } from "#lib/registry/types.ts";
import type { NotificationsView } from "#lib/services/notifications/index.ts";
import { ActDialog, type RegistryAct } from "./act-dialog.tsx";

const NewAddress = lazy(async () => ({ default: (await import("./new-address.tsx")).NewAddress }));

/** Pulls may come by the dozen. */
const gatherMs = 1_000;

interface NotificationsSectionProps {
  readonly registry: { readonly id: string; readonly name: string; readonly product: ProductId };
  readonly notifications: NotificationsView | null;
  /** Where Longshore is, as registries are to know it. */
  readonly publicUrl: string;
  readonly turnOn: (input: { registryId: string }) => Promise<Result<{ readonly path: string }>>;
  readonly turnOff: RegistryAct;
}

/** Whether the registry tells Longshore what happens in it, and the address it tells it at: shown once, when it is made. */
export function NotificationsSection(props: NotificationsSectionProps) {
  const { registry, notifications, publicUrl, turnOn, turnOff } = props;
  const t = useTranslations("activity.settings");
  const toast = useToast();
  const router = useRouter();
  const [path, setPath] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const { id, name } = registry;
  useLive((message) => {
    if (message.type !== "change") return;
    const { topic, id: told } = message.change;
    if (topic === "activity" && told === id) askRedraw(gatherMs);
  });
  const make = async () => {
    const result = await turnOn({ registryId: id });
    if (result.ok) setPath(result.data.path);
    return result;
  };
  const first = () =>
    start(async () => {
      const result = await make();
      if (!result.ok) return toast.error(result.error);
      router.refresh();
    });
  const forget = async () => {
    const result = await turnOff({ registryId: id });
    if (result.ok) setPath(null);
    return result;
  };
  return (
    <Panel title={t("title")}>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-[1_1_16rem] text-ink-2 text-sm">
          {notifications ? <State notifications={notifications} /> : t("off")}
        </div>
        {notifications ? (
          <div className="flex flex-wrap gap-2">
            <ActDialog
              trigger={(open) => <Button onClick={open}>{t("renew")}</Button>}
              title={t("renewTitle", { name })}
              description={t("renewConsequence")}
              action={t("renew")}
              done={t("renewed")}
              act={make}
            />
            <ActDialog
              trigger={(open) => <Button onClick={open}>{t("turnOff")}</Button>}
              title={t("turnOffTitle", { name })}
              description={t("turnOffConsequence")}
              action={t("turnOff")}
              done={t("turnedOff")}
              act={forget}
            />
          </div>
        ) : (
          <Button pending={pending} onClick={first}>
            {t("turnOn")}
          </Button>
        )}
      </div>
      {notifications && path ? (
        <Suspense>
          <NewAddress url={publicUrl + path} product={registry.product} />
        </Suspense>
      ) : null}
    </Panel>
  );
}

function State({ notifications }: { notifications: NotificationsView }) {
  const t = useTranslations("activity.settings");
  const { since, received, refused, lastReceivedAt } = notifications;
  return (
    <>
      <p>{t.rich("on", { since: () => <Time value={since} /> })}</p>
      <p>
        {received === 0
          ? t("none")
          : t.rich("received", { count: received, ago: () => <Time value={lastReceivedAt} /> })}
      </p>
      {refused > 0 ? <p>{t("refused", { count: refused })}</p> : null}
    </>
  );
}
