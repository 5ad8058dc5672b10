/** One line of a plot: a value for each place on the axis below. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Plot {
  readonly title: string;
  readonly unit: string;
  readonly places: readonly string[];
  readonly series: readonly Series[];
  /** The budget, as a line across. */
  readonly limit?: number;
}

const size = { width: 420, height: 260, left: 46, right: 132, top: 40, bottom: 34 };
/** Told apart by shape and place too: each line has its name at its end. */
const colours = ["#0b62a3", "#b4490c", "#2f7d4f", "#7a4fa3", "#8a6d00", "#a3275a"];

const quoted = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Next round figure, so that the axis ends above every value. */
function ceiling(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / step) * step;
}

/** Names at the lines' ends, moved apart where values lie close together. */
function apart(heights: readonly number[], room: number): number[] {
  const order = heights.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  let last = Number.NEGATIVE_INFINITY;
  const placed: number[] = [];
  for (const { at, index } of order) {
    last = Math.max(at, last + room);
    placed[index] = last;
  }
  return placed;
}

function panel({ title, unit, places, series, limit }: Plot, offset: number): string {
  const top = ceiling(Math.max(...series.flatMap(({ values }) => values), limit ?? 0));
  const x = (index: number) =>
    size.left + (index * (size.width - size.left - size.right)) / Math.max(1, places.length - 1);
  const y = (value: number) =>
    size.height - size.bottom - (value / top) * (size.height - size.top - size.bottom);
  const line = (from: number, to: number, at: number, style: string) =>
    `<path d="M${from} ${at.toFixed(1)}H${to}" ${style}/>`;
  const end = size.width - size.right;
  const grid = [0, 0.5, 1].map(
    (share) =>
      line(size.left, end, y(share * top), 'stroke="#d5d9df"') +
      `<text x="${size.left - 6}" y="${(y(share * top) + 4).toFixed(1)}" text-anchor="end">${share * top}</text>`,
  );
  const labels = apart(
    series.map(({ values }) => y(values.at(-1) ?? 0)),
    14,
  );
  const lines = series.map(({ name, values }, index) => {
    const colour = colours[index % colours.length];
    const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`);
    const dots = points.map((point) => {
      const [cx, cy] = point.split(",");
      return `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`;
    });
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}<text x="${end + 8}" y="${((labels[index] ?? 0) + 4).toFixed(1)}" fill="${colour}">${quoted(name)}</text>`;
  });
  const budget =
    limit === undefined
      ? ""
      : `${line(size.left, end, y(limit), 'stroke="#5a6472" stroke-dasharray="4 3"')}<text x="${size.left + 4}" y="${(y(limit) - 4).toFixed(1)}" fill="#5a6472">budget ${limit} ${quoted(unit)}</text>`;
  const below = places.map(
    (place, index) =>
      `<text x="${x(index).toFixed(1)}" y="${size.height - 14}" text-anchor="middle">${quoted(place)}</text>`,
  );
  return `<g transform="translate(${offset} 0)"><text x="${size.left}" y="22" font-weight="600" fill="#1a2230">${quoted(title)} (${quoted(unit)})</text>${[...grid, budget, ...lines, ...below].join("")}</g>`;
}

/** Plots side by side as one picture with a light ground of its own, which reads on a dark page too. */
export function toSvg(plots: readonly Plot[]): string {
  const width = size.width * plots.length;
  const alt = plots.map(({ title }) => title).join("; ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${size.height}" width="${width}" height="${size.height}" role="img" aria-label="${quoted(alt)}" font-family="system-ui, sans-serif" font-size="11" fill="#3d4653">`,
    `<rect width="${width}" height="${size.height}" rx="6" fill="#fbfaf7"/>`,
    ...plots.map((plot, index) => panel(plot, index * size.width)),
    "</svg>",
    "",
  ].join("\n");
}
