// Stacks of containers on the quay: [x, height in boxes, index of the one in signal colour].
const stacks: readonly (readonly [number, number, number | null])[] = [
  [0, 2, null],
  [1, 3, null],
  [2, 3, null],
  [3, 1, null],
  [7, 1, null],
  [8, 2, null],
  [9, 4, 3],
  [10, 3, null],
  [14, 2, null],
  [15, 1, null],
  [19, 3, null],
  [20, 4, null],
  [21, 2, null],
  [22, 2, null],
  [23, 1, null],
];
const boxWidth = 58;
const boxHeight = 20;
const gap = 3;
const shore = 150;

/** The quay at dawn. Decoration: says nothing, never in the way. */
export function Horizon() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 1464 190"
      preserveAspectRatio="xMidYMax slice"
      className="pointer-events-none absolute inset-x-0 bottom-0 -z-10 h-48 w-full"
    >
      {stacks.map(([column, height, signal]) =>
        Array.from({ length: height }, (_, level) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a drawing; its boxes never move
            key={`${column}-${level}`}
            x={column * (boxWidth + gap)}
            y={shore - (level + 1) * (boxHeight + gap)}
            width={boxWidth}
            height={boxHeight}
            rx={2.5}
            className={
              level === signal ? "fill-signal" : (column + level) % 3 === 0 ? "fill-line-strong" : "fill-line"
            }
          />
        )),
      )}
      <rect x={0} y={shore} width={1464} height={1.5} className="fill-line-strong" />
      <rect x={0} y={shore + 1.5} width={1464} height={40} className="fill-sunk" />
    </svg>
  );
}
