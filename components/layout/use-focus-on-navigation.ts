import { useEffect, useRef } from "react";

/**
 * After a navigation the next Tab is the new page's first control, not the rail's next link: the content takes the focus,
 * unless something in it asked for it. Next itself announces the page's title.
 */
export function useFocusOnNavigation(pathname: string): void {
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    const main = document.getElementById("main");
    const focused = document.activeElement;
    if (!main?.contains(focused) && !focused?.closest('[role="dialog"]'))
      main?.focus({ preventScroll: true });
  }, [pathname]);
}
