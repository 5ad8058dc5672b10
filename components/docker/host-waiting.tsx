import { useTranslations } from "next-intl";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { useHostName } from "./host-name.ts";

/** A host's page while its daemon has not answered yet: there at once, in the shape of what comes. */
export function HostWaiting({ name }: { name: string }) {
  const t = useTranslations("hosts");
  return (
    <>
      <PageHeader
        over={t("title")}
        title={useHostName()(name)}
        meta={<StatusDot status="unknown" label={t("state.asking")} showLabel />}
      />
      <div aria-hidden="true" className="mt-5 flex flex-col gap-4">
        <Skeleton className="h-2 w-full rounded-full" />
        <Skeleton className="w-64" />
        <Skeleton className="mt-6 h-8.5 w-full max-w-sm rounded-md" />
        {["w-3/5", "w-2/5", "w-1/2", "w-1/3"].map((width) => (
          <Skeleton key={width} className={`h-5 ${width}`} />
        ))}
      </div>
    </>
  );
}
