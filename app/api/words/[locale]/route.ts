import { isLocale } from "#lib/i18n/index.ts";
import { wordsOfServer } from "#lib/i18n/words.ts";
import "#lib/i18n/compiled.ts";

interface Context {
  readonly params: Promise<{ readonly locale: string }>;
}

/**
 * Every message of a language: nothing in it is anybody's secret. Under its own version it is kept for good; a page that was
 * loaded before Longshore was updated asks for another one and gets today's.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const { json, version } = wordsOfServer(locale);
  const current = new URL(request.url).searchParams.get("v") === version;
  return new Response(json, {
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": current ? "public, max-age=31536000, immutable" : "no-cache",
    },
  });
}
