/** A rectangle in percent of the whole picture. */
export interface Tile<T> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Rest {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The worst ratio of sides among tiles of these areas laid side by side along an edge. */
function worst(areas: readonly number[], edge: number): number {
  const total = areas.reduce((sum, area) => sum + area, 0);
  const depth = total / edge;
  return Math.max(...areas.map((area) => Math.max(depth / (area / depth), area / depth / depth)));
}

/**
 * Lays items out as rectangles whose areas are as their sizes (squarified: as near to squares as it goes), the largest first, for
 * a picture `ratio` times as wide as it is high. Items without a size have no tile.
 */
export function treemap<T>(items: readonly T[], sizeOf: (item: T) => number, ratio: number): Tile<T>[] {
  const sized = items.filter((item) => sizeOf(item) > 0).sort((a, b) => sizeOf(b) - sizeOf(a));
  const total = sized.reduce((sum, item) => sum + sizeOf(item), 0);
  const picture = { width: 100 * ratio, height: 100 };
  const areaOf = (item: T) => (sizeOf(item) / total) * picture.width * picture.height;
  const rest: Rest = { x: 0, y: 0, ...picture };
  const tiles: Tile<T>[] = [];
  for (let from = 0; from < sized.length; ) {
    const edge = Math.min(rest.width, rest.height);
    let row = sized.slice(from, from + 1);
    for (;;) {
      const longer = sized.slice(from, from + row.length + 1);
      if (longer.length === row.length || worst(longer.map(areaOf), edge) > worst(row.map(areaOf), edge))
        break;
      row = longer;
    }
    tiles.push(...layRow(row, areaOf, rest));
    from += row.length;
  }
  return tiles.map(({ x, width, ...tile }) => ({ ...tile, x: x / ratio, width: width / ratio }));
}

/** One row along the shorter edge of what is left, which it makes smaller. Never past it, however coarse the arithmetic is. */
function layRow<T>(row: readonly T[], areaOf: (item: T) => number, rest: Rest): Tile<T>[] {
  const area = row.reduce((sum, item) => sum + areaOf(item), 0);
  const tiles: Tile<T>[] = [];
  if (rest.width >= rest.height) {
    const width = Math.min(area / rest.height, rest.width);
    const end = rest.y + rest.height;
    let y = rest.y;
    for (const item of row) {
      const height = Math.min(areaOf(item) / width, end - y);
      tiles.push({ item, x: rest.x, y, width, height });
      y += height;
    }
    rest.x += width;
    rest.width -= width;
  } else {
    const height = Math.min(area / rest.width, rest.height);
    const end = rest.x + rest.width;
    let x = rest.x;
    for (const item of row) {
      const width = Math.min(areaOf(item) / height, end - x);
      tiles.push({ item, x, y: rest.y, width, height });
      x += width;
    }
    rest.y += height;
    rest.height -= height;
  }
  return tiles;
}
