import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { DisplayForm } from "#components/account/display-form.tsx";
import { PasswordForm } from "#components/account/password-form.tsx";
import { SessionList } from "#components/account/session-list.tsx";
import { ErrorState } from "#components/feedback/error-state.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { parseTheme } from "#components/layout/theme.ts";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import { pageActor } from "#lib/auth/index.ts";
import { isLocale } from "#lib/i18n/index.ts";
import { executeRead } from "#lib/operations/index.ts";
import { getAccount } from "#lib/services/account/index.ts";
import { listSessions } from "#lib/services/sessions/index.ts";
import { signOutEverywhereAction } from "../../(auth)/actions.ts";
import {
  changePasswordAction,
  endOtherSessionsAction,
  endSessionAction,
  saveLanguageAction,
  saveThemeAction,
} from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function AccountPage() {
  const actor = await pageActor();
  const nothing = async () => ({});
  const [account, sessions, t, role, format] = await Promise.all([
    executeRead(getAccount, actor, nothing),
    executeRead(listSessions, actor, nothing),
    getTranslations("account"),
    getTranslations("admin.roles"),
    getFormatter(),
  ]);
  if (!account.ok) return <ErrorState error={account.error} />;
  const { username, locale, theme, createdAt, passwordChangedAt } = account.data;
  const since = format.dateTime(new Date(createdAt), { dateStyle: "medium" });
  return (
    <>
      <PageHeader title={username} meta={t("meta", { role: role(account.data.role), date: since })} />
      <div className="flex max-w-3xl flex-col gap-5 py-3">
        <Panel
          title={t("password.title")}
          actions={
            <span className="text-ink-3 text-xs">
              {t.rich("password.changed", { when: () => <Time value={passwordChangedAt} /> })}
            </span>
          }
        >
          <PasswordForm username={username} change={changePasswordAction} />
        </Panel>
        <Panel title={t("display.title")}>
          <DisplayForm
            locale={isLocale(locale) ? locale : null}
            theme={parseTheme(theme)}
            saveLocale={saveLanguageAction}
            saveTheme={saveThemeAction}
          />
        </Panel>
        <Panel title={t("sessions.title")} flush>
          <p className="border-line border-b px-4 py-3 text-ink-2 text-sm">{t("sessions.intro")}</p>
          {sessions.ok ? (
            <SessionList
              sessions={sessions.data}
              end={endSessionAction}
              endOthers={endOtherSessionsAction}
              endAll={signOutEverywhereAction}
            />
          ) : (
            <ErrorState error={sessions.error} />
          )}
        </Panel>
      </div>
    </>
  );
}
