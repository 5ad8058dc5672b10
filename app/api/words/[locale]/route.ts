import { isLocale } from "#lib/i18n/index.ts";
import { wordsOfServer } from "#lib/i18n/words.ts";
import "#lib/i18n/compiled.ts";

interface Context {
  readonly params: Promise<{ readonly locale: string }>;
}

/** Every message of a language, for a page that came without: nothing in it is anybody's secret. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  return new Response(wordsOfServer(locale), {
    headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" },
  });
}
