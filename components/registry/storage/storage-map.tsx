import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { cn } from "#components/ui/cn.ts";
import { ForeignText } from "#components/ui/foreign-text.tsx";
import { formatBytes, formatPercent } from "#lib/format.ts";
import type { StoragePart } from "./parts.ts";
import { type Tile, treemap } from "./treemap.ts";

/** Width to height, for the layout; on a phone the same tiles stand in a higher picture. */
const ratio = 2.4;
/** Smaller tiles are no link, as no thumb could hit them: the table's are. Percent of the picture. */
const leastLink = { width: 12, height: 10 };
/** Smaller tiles have no room for their name: the table below has it. */
const ifRoom = "hidden [@container(min-width:4rem)_and_(min-height:2.5rem)]:flex";

/** How much stands where: each part as large as what it alone holds, what several share hatched. */
export function StorageMap({ parts, total }: { parts: readonly StoragePart[]; total: number }) {
  const t = useTranslations("storage");
  return (
    <ul
      aria-label={t("map")}
      className="relative aspect-[2.4] w-full overflow-hidden rounded-lg border border-line max-sm:aspect-[0.9]"
    >
      {treemap(parts, ({ bytes }) => bytes, ratio).map((tile, index) => (
        <li
          key={tile.item.key}
          className="absolute"
          style={{
            left: `${tile.x}%`,
            top: `${tile.y}%`,
            width: `${tile.width}%`,
            height: `${tile.height}%`,
          }}
        >
          <Cell tile={tile} share={tile.item.bytes / total} rank={index} />
        </li>
      ))}
    </ul>
  );
}

const tones = [
  "bg-chart-1/30",
  "bg-chart-1/24",
  "bg-chart-2/24",
  "bg-chart-2/18",
  "bg-chart-3/18",
  "bg-chart-3/12",
] as const;
const hatched =
  "bg-sunk [background-image:repeating-linear-gradient(135deg,transparent_0_6px,var(--color-line)_6px_7px)]";

function Cell({ tile, share, rank }: { tile: Tile<StoragePart>; share: number; rank: number }) {
  const locale = useLocale();
  const { label, bytes, href, shared } = tile.item;
  const size = formatBytes(bytes, locale);
  const large = tile.width >= leastLink.width && tile.height >= leastLink.height;
  const words = `${label} ${size}, ${formatPercent(share, locale)}`;
  const className = cn(
    "relative block size-full overflow-hidden rounded-sm shadow-[inset_0_0_0_1px_var(--color-paper)] [container-type:size] text-xs leading-4 forced-colors:border",
    shared ? hatched : tones[Math.min(rank, tones.length - 1)],
  );
  const seen = (
    <span aria-hidden="true" className={cn("flex-col px-2 py-1.5", ifRoom)}>
      <span className="line-clamp-1 font-medium text-ink [overflow-wrap:anywhere] [@container(min-height:4rem)]:line-clamp-2">
        <ForeignText text={label} />
      </span>
      <span className="text-ink-2 tabular-nums">{size}</span>
    </span>
  );
  return href && large ? (
    <Link
      href={href}
      title={words}
      prefetch={false}
      className={cn(className, "-outline-offset-2 hover:brightness-95 dark:hover:brightness-125")}
    >
      <span className="sr-only">{words}</span>
      {seen}
    </Link>
  ) : (
    <span title={words} role="img" aria-label={words} className={className}>
      {seen}
    </span>
  );
}
