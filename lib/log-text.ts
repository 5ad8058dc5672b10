const colours: Readonly<Record<string, string>> = {
  warn: "\u001b[33m",
  error: "\u001b[31m",
  debug: "\u001b[2m",
};
const plain = "\u001b[0m";

interface Line {
  level: string;
  time: string;
  message?: string;
  error?: { stack?: string };
  [field: string]: unknown;
}

/** What would move the cursor, hide lines or rename the window: registries and daemons choose some of our words. */
const control = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;
const visible = (text: string) => text.replace(control, "\ufffd");

function render(line: Line, colour: boolean): string {
  const { level, time, message = "", error, ...rest } = line;
  const fields = Object.entries(rest)
    .map(([name, value]) => `${name}=${typeof value === "object" ? JSON.stringify(value) : value}`)
    .map((field) => visible(field).replaceAll("\n", "\ufffd"))
    .join(" ");
  const start = colour ? (colours[level] ?? "") : "";
  const mark = level === "info" ? "" : `${level}: `;
  const head = `${time.slice(11, 19)} ${start}${mark}${visible(message)}${start ? plain : ""}`;
  return [fields ? `${head}  ${fields}` : head, ...(error?.stack ? [visible(error.stack)] : [])].join("\n");
}

/** For people at a terminal: one short line instead of JSON. */
export function textStream(out: NodeJS.WriteStream) {
  return {
    write(json: string): void {
      out.write(`${render(JSON.parse(json) as Line, out.isTTY && !process.env.NO_COLOR)}\n`);
    },
  };
}
