import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { TableDisplays } from "#components/data-table/use-display.tsx";
import { JobRing } from "#components/jobs/job-ring.tsx";
import { railCookie } from "#components/layout/cookie.ts";
import { RailLive } from "#components/layout/rail-live.tsx";
import { Shell } from "#components/layout/shell.tsx";
import { parseTheme, themeCookie } from "#components/layout/theme.ts";
import { may, pageActor } from "#lib/auth/index.ts";
import { localeCookie, localeNames, locales } from "#lib/i18n/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import { listTablePreferences } from "#lib/services/preferences/index.ts";
import { signOutAction } from "../(auth)/actions.ts";
import { saveLocale, savePreference, saveTheme } from "./actions.ts";
import { loadRail } from "./rail.ts";
import { refreshRegistry } from "./registries/[registryId]/actions.ts";

/** The frame. It decides what is shown, never what is allowed: every page and handler asks for its actor itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const [jar, rail, tables] = await Promise.all([
    cookies(),
    loadRail(),
    executeRead(listTablePreferences, actor, async () => ({})),
  ]);
  return (
    <Shell
      user={{ username: actor.username, role: actor.role }}
      rights={{
        connectRegistry: may(actor.role, "registry:manage"),
        audit: may(actor.role, "audit:read"),
        users: may(actor.role, "user:manage"),
        pull: may(actor.role, "image:pull"),
        refresh: may(actor.role, "registry:refresh"),
      }}
      registries={rail.registries}
      hosts={rail.hosts}
      jobs={<JobRing username={actor.username} />}
      theme={parseTheme(jar.get(themeCookie)?.value)}
      railCollapsed={jar.get(railCookie)?.value === "collapsed"}
      locales={locales.map((code) => ({ code, name: localeNames[code] }))}
      localeCookie={localeCookie}
      saveTheme={saveTheme}
      saveLocale={saveLocale}
      signOut={signOutAction}
      refreshRegistry={refreshRegistry}
    >
      <RailLive />
      <TableDisplays stored={tables.ok ? tables.data : {}} save={savePreference}>
        {children}
      </TableDisplays>
    </Shell>
  );
}
