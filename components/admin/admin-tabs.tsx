import { useTranslations } from "next-intl";
import { LinkTabs } from "../ui/tabs.tsx";

/** The pages of administration. */
export function AdminTabs({ current }: { current: "people" | "permissions" }) {
  const t = useTranslations("admin.tabs");
  return (
    <LinkTabs
      label={t("label")}
      tabs={[
        { href: "/admin/users", label: t("people"), active: current === "people" },
        { href: "/admin/permissions", label: t("permissions"), active: current === "permissions" },
      ]}
      className="mt-1"
    />
  );
}
