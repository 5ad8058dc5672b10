"use client";

import { Menu as MenuIcon, PanelLeftOpen } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useEffect, useState, useTransition } from "react";
import type { Result } from "#lib/errors.ts";
import { useToast } from "../feedback/toast.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Link } from "../ui/link.tsx";
import { Mark } from "../ui/mark.tsx";
import { Breadcrumb } from "./breadcrumb.tsx";
import { railCookie, writeCookie } from "./cookie.ts";
import { Rail } from "./rail.tsx";
import { forgetPaths, notePath } from "./recent.ts";
import { SearchButton } from "./search.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { type Theme, themeClass, themeCookie } from "./theme.ts";
import type { RailRegistry, ShellData } from "./types.ts";
import { useFocusOnNavigation } from "./use-focus-on-navigation.ts";
import { UserMenu } from "./user-menu.tsx";

const MobileMenu = lazy(() => import("./mobile-menu.tsx"));

interface ShellProps extends ShellData {
  theme: Theme;
  railCollapsed: boolean;
  locales: readonly { readonly code: string; readonly name: string }[];
  localeCookie: string;
  /** Remember the choice in the account, too. */
  saveTheme: (theme: Theme) => Promise<unknown>;
  saveLocale: (locale: string) => Promise<unknown>;
  signOut: () => Promise<Result<unknown>>;
  refreshRegistry: (input: { registryId: string }) => Promise<Result<unknown>>;
  /** The ring of running jobs. */
  jobs?: ReactNode;
  children: ReactNode;
}

/** The frame around every page behind a sign-in. */
export function Shell(props: ShellProps) {
  const {
    user,
    rights,
    registries,
    hosts,
    locales,
    localeCookie,
    saveTheme,
    saveLocale,
    signOut,
    refreshRegistry,
    jobs,
    children,
  } = props;
  const data = { user, rights, registries, hosts };
  const t = useTranslations("shell");
  const router = useRouter();
  const toast = useToast();
  const [collapsed, setCollapsed] = useState(props.railCollapsed);
  const [theme, setTheme] = useState(props.theme);
  const [menuOpen, setMenuOpen] = useState(false);
  const [menuWanted, setMenuWanted] = useState(false);
  const [, startTransition] = useTransition();

  const collapse = (next: boolean) => {
    setCollapsed(next);
    writeCookie(railCookie, next ? "collapsed" : "open");
  };
  const changeTheme = (next: Theme) => {
    setTheme(next);
    writeCookie(themeCookie, next);
    const root = document.documentElement.classList;
    root.remove("light", "dark");
    if (themeClass(next)) root.add(themeClass(next));
    startTransition(async () => void (await saveTheme(next)));
  };
  // A full load, so that nothing this person saw stays in memory for the next one.
  const leave = async () => {
    const result = await signOut();
    // Still signed in, and that must not go unsaid.
    if (!result.ok) return toast.error(result.error);
    forgetPaths(user.username);
    window.location.assign("/login");
  };
  const changeLocale = (next: string) => {
    writeCookie(localeCookie, next);
    startTransition(async () => {
      await saveLocale(next);
      router.refresh();
    });
  };

  const reread = async (registry: RailRegistry) => {
    const result = await refreshRegistry({ registryId: registry.id });
    if (result.ok) toast.info({ title: t("acts.refreshed", { registry: registry.name }) });
    else toast.error(result.error);
  };
  const pathname = usePathname();
  useEffect(() => notePath(user.username, pathname), [user.username, pathname]);
  useFocusOnNavigation(pathname);

  return (
    <div className="flex min-h-dvh [--shell-top:3rem]">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-surface px-3 py-2 font-medium shadow-pop focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skip")}
      </a>
      {collapsed ? null : (
        <aside
          aria-label={t("sidebar")}
          className="sticky top-0 h-dvh w-60 shrink-0 overflow-y-auto border-line border-r bg-sunk max-lg:hidden"
        >
          <Rail {...data} onCollapse={() => collapse(true)} />
        </aside>
      )}
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-30 flex h-12 items-center gap-3 border-line border-b bg-paper px-4 sm:px-5">
          {collapsed ? (
            <IconButton
              label={t("expand")}
              tip="right"
              onClick={() => collapse(false)}
              className="-ml-1.5 max-lg:hidden"
            >
              <PanelLeftOpen />
            </IconButton>
          ) : null}
          <Link
            href="/"
            className="thumb relative flex items-center gap-2.5 rounded-sm font-semibold text-base tracking-tight lg:hidden"
          >
            <Mark size={20} />
            <span className="sm:max-lg:sr-only">{t("product")}</span>
          </Link>
          <div className="flex min-w-0 flex-1 max-sm:invisible">
            <Breadcrumb registries={registries} hosts={hosts} />
          </div>
          <SearchButton
            {...data}
            acts={{
              locales,
              setTheme: changeTheme,
              setLocale: changeLocale,
              signOut: () => void leave(),
              refreshRegistry: (registry) => void reread(registry),
            }}
          />
          {jobs}
          <UserMenu
            user={user}
            theme={theme}
            locales={locales}
            onTheme={changeTheme}
            onLocale={changeLocale}
            onSignOut={() => void leave()}
          />
          <IconButton
            label={t("menu")}
            size="lg"
            tip="none"
            aria-haspopup="dialog"
            className="-mr-2 lg:hidden"
            onClick={() => {
              setMenuWanted(true);
              setMenuOpen(true);
            }}
          >
            <MenuIcon />
          </IconButton>
          <Suspense fallback={null}>
            {menuWanted ? <MobileMenu {...data} open={menuOpen} onOpenChange={setMenuOpen} /> : null}
          </Suspense>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="@container/page flex min-w-0 flex-1 flex-col px-4 outline-none sm:px-6"
        >
          {children}
        </main>
      </div>
      <ShortcutHelp />
    </div>
  );
}
