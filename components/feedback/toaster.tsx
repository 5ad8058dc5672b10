"use client";

import { useTranslations } from "next-intl";
import { Toaster as Sonner } from "sonner";

/** Sonner in our colours. Loaded lazily by ToastRegion. */
export default function Toaster() {
  const t = useTranslations("ui.toast");
  return (
    <Sonner
      position="bottom-right"
      closeButton
      containerAriaLabel={t("region")}
      toastOptions={{
        closeButtonAriaLabel: t("dismiss"),
        duration: 6000,
        // Sonner's own: #3f3f3f in both of our themes, and a button below WCAG's 24 px.
        classNames: { description: "text-ink-2!", closeButton: "size-6!" },
      }}
      style={
        {
          fontFamily: "var(--font-sans)",
          "--normal-bg": "var(--surface)",
          "--normal-border": "var(--line)",
          "--normal-text": "var(--ink)",
          "--border-radius": "7px",
        } as React.CSSProperties
      }
    />
  );
}
