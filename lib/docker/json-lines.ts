/** A daemon's message is a few hundred bytes; a line past this is no message. */
const longestLine = 1024 * 1024;

/** The JSON objects of a stream that sends one per line. Lines that are not JSON are skipped. */
export async function* jsonLines(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) rest = "";
    for (const line of lines) yield* parse(line);
  }
  yield* parse(rest);
}

function* parse(line: string): Generator<unknown> {
  if (line.trim() === "") return;
  try {
    yield JSON.parse(line);
  } catch {
    // A truncated last line of a connection that broke: the break itself is reported by the stream.
  }
}
