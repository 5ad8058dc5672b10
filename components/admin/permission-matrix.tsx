import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Role } from "#lib/auth/permissions.ts";
import type { PermissionGroup } from "#lib/services/permissions/list-permissions.ts";
import { useActionWords } from "../audit/words.ts";
import { Badge } from "../ui/badge.tsx";

const columns: readonly Role[] = ["administrator", "operator", "viewer"];

/** Which role may do what: a group for each permission, a row for each operation that asks for it. */
export function PermissionMatrix({ groups }: { groups: readonly PermissionGroup[] }) {
  const t = useTranslations("admin");
  return (
    <div className="@container/list">
      <table className="w-full table-fixed text-sm">
        <caption className="sr-only">{t("permissions.caption")}</caption>
        <thead>
          <tr className="text-left text-ink-3 text-xs">
            <th scope="col" className="h-9 border-line border-b px-2.5 font-medium">
              {t("permissions.operation")}
            </th>
            {columns.map((role) => (
              <th
                key={role}
                scope="col"
                title={t(`roleHelp.${role}`)}
                className="w-18 border-line border-b text-center font-medium stacked:text-2xs not-stacked:w-36"
              >
                {t(`roles.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <Group key={group.permission} group={group} />
        ))}
      </table>
    </div>
  );
}

function Group({ group }: { group: PermissionGroup }) {
  const t = useTranslations("admin");
  const words = useActionWords();
  const { permission, operations, roles } = group;
  return (
    <tbody>
      <tr className="bg-sunk">
        <th scope="rowgroup" className="h-9 border-line border-b px-2.5 py-1.5 text-left font-semibold">
          {permission === null ? t("permissions.open") : t(`permission.${permission}`)}
        </th>
        {columns.map((role) => (
          <td key={role} className="border-line border-b text-center">
            <Verdict allowed={roles.includes(role)} />
          </td>
        ))}
      </tr>
      {operations.map(({ id, changes }) => (
        <tr key={id}>
          <td colSpan={columns.length + 1} className="border-line border-b px-2.5 py-1.5 pl-6">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
              <span className="text-ink-2">{words(id)}</span>
              <code className="break-all font-mono text-ink-3 text-xs">{id}</code>
              {changes ? <Badge tone="signal">{t("permissions.changes")}</Badge> : null}
            </span>
          </td>
        </tr>
      ))}
    </tbody>
  );
}

function Verdict({ allowed }: { allowed: boolean }) {
  const t = useTranslations("admin.permissions");
  const Icon = allowed ? Check : Minus;
  return (
    <span className="inline-grid place-items-center">
      <Icon aria-hidden="true" className={allowed ? "size-4 text-ok" : "size-4 text-ink-3"} />
      <span className="sr-only">{allowed ? t("allowed") : t("refused")}</span>
    </span>
  );
}
