import { useRef } from "react";

/**
 * Gives the focus back to what had it before a dialog opened. Radix does so for its own trigger only; ours come without one,
 * because their code is loaded when they are first opened. Where the opener is gone, the page's content has the focus.
 */
export function useFocusReturn() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const back = opener.current;
      const target = back?.isConnected && back !== document.body ? back : document.getElementById("main");
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
  };
}
