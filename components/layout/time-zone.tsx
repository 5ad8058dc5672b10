"use client";

import { useRouter } from "next/navigation";
import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { hasCookie, writeCookie } from "./cookie.ts";

/** Tells the server this browser's time zone once, so that both write the same hours. */
export function TimeZone({ cookie }: { cookie: string }) {
  const router = useRouter();
  const served = useTimeZone();
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // Said before and still served otherwise: the server does not know this zone. Asking again would never end.
    if (!here || here === served || hasCookie(cookie, here)) return;
    if (writeCookie(cookie, here)) router.refresh();
  }, [cookie, served, router]);
  return null;
}
