"use client";

import { useLocale, useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { formatNumber } from "#lib/format.ts";
import { Breakable } from "./breakable.tsx";
import { Button } from "./button.tsx";
import { codePoint, stretches } from "./visible.ts";

/** Longer values are shown cut until somebody wants all of it. */
const limit = 1_000;

interface ForeignTextProps {
  text: string;
  /** All of it at once, where the place itself scrolls or cuts. */
  whole?: boolean;
  /** A reference: it breaks behind what joins its parts. */
  reference?: boolean;
}

/**
 * Text that somebody put into an image or a registry. Its direction ends where it ends, and what would hide or turn the
 * words around it is shown by its code point.
 */
export function ForeignText({ text, whole = false, reference = false }: ForeignTextProps) {
  const t = useTranslations("ui.foreign");
  const locale = useLocale();
  const [open, setOpen] = useState(whole);
  const isLong = text.length > limit * 1.2;
  const shown = open || !isLong ? text : `${text.slice(0, limit).replace(/[\ud800-\udbff]$/, "")}…`;
  return (
    <>
      <bdi>
        {stretches(shown).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no identity but their place
          <Fragment key={index}>
            {part.hidden ? (
              <span
                title={t("hidden")}
                className="mx-px rounded-xs bg-warn-soft px-1 font-mono text-[0.85em] text-warn"
              >
                {codePoint(part.text)}
              </span>
            ) : reference ? (
              <Breakable name={part.text} />
            ) : (
              part.text
            )}
          </Fragment>
        ))}
      </bdi>
      {isLong && !whole ? (
        <Button variant="link" className="ml-2 font-sans text-xs" onClick={() => setOpen(!open)}>
          {open ? t("less") : t("all", { count: formatNumber(text.length, locale) })}
        </Button>
      ) : null}
    </>
  );
}
