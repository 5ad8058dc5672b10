"use client";

import NextLink from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link to a place that is on every page. What it leads to is fetched ahead once somebody is about to follow it: with
 * each one that can be seen, as Next does, a page and each of its redraws asked for twenty others.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  const [meant, setMeant] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={meant ? null : false}
      onPointerEnter={() => setMeant(true)}
      onFocus={() => setMeant(true)}
      onPointerLeave={() => setMeant(false)}
      onBlur={() => setMeant(false)}
    />
  );
}
