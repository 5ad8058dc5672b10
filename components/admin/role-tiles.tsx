import { useTranslations } from "next-intl";
import type { Role } from "#lib/auth/permissions.ts";
import { RadioTiles } from "../ui/radio-tiles.tsx";

const roles: readonly Role[] = ["viewer", "operator", "administrator"];

/** A role, each with what it may do. */
export function RoleTiles({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const t = useTranslations("admin");
  return (
    <RadioTiles
      name="role"
      legend={t("users.role")}
      showLegend
      value={value}
      onValueChange={onChange}
      tiles={roles.map((role) => ({ value: role, label: t(`roles.${role}`), hint: t(`roleHelp.${role}`) }))}
      className="grid-cols-1 sm:grid-cols-3"
    />
  );
}
