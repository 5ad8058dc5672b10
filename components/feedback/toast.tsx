"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { useErrorWords } from "./error-words.ts";

const Toaster = lazy(() => import("./toaster.tsx"));

interface ToastWords {
  title: string;
  description?: string;
  /** One thing to do about it. */
  action?: { label: string; onClick: () => void };
  /** Replaces the toast of the same id. */
  id?: string;
}
export type Tone = "ok" | "info" | "error";

let waiting: (() => void) | undefined;

/** The place toasts appear in; its code is loaded when there is something to say. */
export function ToastRegion() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    waiting = () => setWanted(true);
    return () => {
      waiting = undefined;
    };
  }, []);
  return <Suspense fallback={null}>{wanted ? <Toaster /> : null}</Suspense>;
}

async function show(tone: Tone, { title, ...options }: ToastWords): Promise<void> {
  waiting?.();
  const { toast } = await import("sonner");
  // An error stays until it is dismissed: it may be the only copy.
  if (tone === "error") toast.error(title, { ...options, duration: Number.POSITIVE_INFINITY });
  else if (tone === "ok") toast.success(title, options);
  else toast(title, options);
}

/** `toast.ok({title})`, `toast.info(…)`, `toast.error(errorDto)`; from event handlers of client components. */
export function useToast() {
  const words = useErrorWords();
  const t = useTranslations("ui.error");
  return {
    ok: (toast: ToastWords) => void show("ok", toast),
    info: (toast: ToastWords) => void show("info", toast),
    error: (error: ErrorDto, title?: string) => {
      const { title: happened, help } = words(error);
      const request = error.requestId ? ` ${t("request", { id: error.requestId })}` : "";
      void show("error", {
        title: title ?? happened,
        description: `${title ? t("sentence", { title: happened, help }) : help}${request}`,
      });
    },
  };
}
