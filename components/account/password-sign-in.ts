import type { ErrorCode, ErrorDto, ErrorReason } from "#lib/errors.ts";

const away: ErrorDto = { code: "TIMEOUT" };

/** "RATE_LIMITED sign_in_throttled 12", as lib/auth writes it into next-auth's answer. */
function parseRefusal(text: string): ErrorDto {
  const [code = "INTERNAL", reason, seconds] = text.split(" ");
  if (!/^[A-Z_]+$/.test(code)) return { code: "INTERNAL" };
  return {
    // Only picks words: an unknown code reads as its own key at worst.
    code: code as ErrorCode,
    ...(reason && reason !== "-" ? { reason: reason as ErrorReason } : {}),
    ...(Number(seconds) > 0 ? { params: { seconds: Number(seconds) } } : {}),
  };
}

async function post(body: URLSearchParams): Promise<URL> {
  const response = await fetch("/api/auth/callback/credentials", { method: "POST", body });
  const answer = (await response.json()) as { url?: string };
  return new URL(answer.url ?? "", window.location.origin);
}

/**
 * Signs in through next-auth's own endpoint (its client library would bring a session provider nobody needs). Null on success: the
 * browser then has its cookie.
 */
export async function passwordSignIn(username: string, password: string): Promise<ErrorDto | null> {
  try {
    const csrf = (await (await fetch("/api/auth/csrf", { cache: "no-store" })).json()) as {
      csrfToken: string;
    };
    const url = await post(
      new URLSearchParams({ csrfToken: csrf.csrfToken, username, password, json: "true" }),
    );
    if (url.searchParams.has("csrf")) return { code: "CONFLICT" };
    const refusal = url.searchParams.get("error");
    return refusal === null ? null : parseRefusal(refusal);
  } catch {
    return away;
  }
}
