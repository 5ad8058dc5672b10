import type { ReactNode } from "react";
import { Mark } from "../ui/mark.tsx";
import { Horizon } from "./horizon.tsx";
import { LanguageSwitch } from "./language-switch.tsx";

/** The frame of the pages in front of the sign-in: the mark, one column, the shore below. */
export function Gate({ children }: { children: ReactNode }) {
  return (
    <div className="relative isolate flex min-h-dvh flex-col overflow-hidden bg-paper">
      <header className="flex items-center justify-between gap-4 px-5 py-4 sm:px-8">
        <span className="flex items-center gap-2.5 font-semibold text-lg">
          <Mark size={22} />
          Longshore
        </span>
        <LanguageSwitch />
      </header>
      <main className="z-10 mx-auto flex w-full max-w-[25rem] flex-1 flex-col px-5 pt-[min(11vh,6rem)] pb-56">
        {children}
      </main>
      <Horizon />
    </div>
  );
}
