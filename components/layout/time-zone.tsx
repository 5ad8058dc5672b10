"use client";

import { useRouter } from "next/navigation";
import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { writeCookie } from "./cookie.ts";

/** Tells the server this browser's time zone once, so that both write the same hours. */
export function TimeZone({ cookie }: { cookie: string }) {
  const router = useRouter();
  const served = useTimeZone();
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (here && here !== served && writeCookie(cookie, here)) router.refresh();
  }, [cookie, served, router]);
  return null;
}
