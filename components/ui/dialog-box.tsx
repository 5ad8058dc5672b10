"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { IconButton } from "./icon-button.tsx";
import { useFocusReturn } from "./use-focus-return.ts";

const widths = { sm: "sm:max-w-md", md: "sm:max-w-xl", lg: "sm:max-w-3xl" };
const overlay = "fixed inset-0 z-50 animate-fade bg-scrim";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** The consequence, in a sentence. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the act last. */
  footer?: ReactNode;
  /** Said beside the buttons. */
  footnote?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** Typed input must not be lost to a stray click outside. */
  keepOpenOutside?: boolean;
}

export interface SheetProps
  extends Pick<DialogProps, "open" | "onOpenChange" | "title" | "description" | "children" | "footer"> {
  side?: "left" | "right";
  className?: string;
  /** The title is for screen readers only. */
  hideTitle?: boolean;
}

/** The code behind `Dialog`; it comes when one is opened for the first time. */
export function DialogBox({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  footnote,
  size = "md",
  keepOpenOutside,
}: DialogProps) {
  const t = useTranslations("common");
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          {...focusReturn}
          {...(description ? {} : { "aria-describedby": undefined })}
          {...(keepOpenOutside ? { onPointerDownOutside: (event: Event) => event.preventDefault() } : {})}
          className={cn(
            "fixed inset-x-3 top-[max(1rem,7vh)] z-50 mx-auto flex max-h-[86dvh] short:top-2 short:max-h-[calc(100dvh-1rem)] short:overflow-y-auto animate-enter flex-col rounded-lg border border-line bg-surface shadow-dialog",
            widths[size],
          )}
        >
          <div className="flex flex-col gap-1 px-6 pt-5 pb-4">
            <div className="flex items-start justify-between gap-4">
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              <Radix.Close asChild>
                <IconButton label={t("close")} size="sm" tip="none" className="-mr-2">
                  <X />
                </IconButton>
              </Radix.Close>
            </div>
            {description ? (
              <Radix.Description className="text-ink-2 text-sm">{description}</Radix.Description>
            ) : null}
          </div>
          {children ? (
            <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-4 short:flex-none short:overflow-visible">
              {children}
            </div>
          ) : null}
          {footer ? (
            <div className="flex flex-col-reverse items-stretch gap-3 px-6 pt-1 pb-5 sm:flex-row sm:items-center sm:justify-between">
              <div className="text-ink-3 text-xs">{footnote}</div>
              <div className="flex shrink-0 flex-wrap justify-end gap-2">{footer}</div>
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The code behind `Sheet`. */
export function SheetBox({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  side = "right",
  className,
  hideTitle,
}: SheetProps) {
  const t = useTranslations("common");
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          {...focusReturn}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-y-0 z-50 flex w-full max-w-md flex-col bg-paper shadow-dialog",
            side === "right"
              ? "right-0 animate-slide border-line border-l"
              : "left-0 animate-fade border-line border-r",
            className,
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0">
              <Radix.Title className={hideTitle ? "sr-only" : "font-semibold text-base"}>{title}</Radix.Title>
              {description ? (
                <Radix.Description className="text-ink-2 text-sm">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label={t("close")} size="sm" tip="none" className="-mr-1.5 ml-auto">
                <X />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{footer}</div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
