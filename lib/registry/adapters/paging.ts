import { isObject, type JsonObject, stringOf } from "../json.ts";
import { nextPage } from "../transport/link.ts";
import type { AnswerHeaders } from "../transport/wire.ts";

export interface ApiAnswer {
  /** Parsed JSON. */
  readonly body: unknown;
  readonly headers: AnswerHeaders;
  /** What was asked. */
  readonly url: URL;
  readonly sent?: string;
}

/** Where the page after this one is: a URL that differs in its query, or the body of a POST; null after the last. */
export type NextPage = (answer: ApiAnswer) => URL | string | null;

/** RFC 8288. */
export function pageByLink({ headers, url }: ApiAnswer): URL | null {
  return nextPage(headers.all("link"), url);
}

/** `X-Next-Page`, empty on the last page. Its Link names the address GitLab believes to have, which a proxy may hide. */
export function pageByHeader({ headers, url }: ApiAnswer): URL | null {
  const page = headers.get("x-next-page") ?? "";
  return /^\d{1,9}$/.test(page) ? withQuery(url, "page", page) : null;
}

/** The whole address of the next page in a member of the answer; null on the last. Its host is believed no more than Link's. */
export function pageByBody(member: string): NextPage {
  return ({ body, url }) => {
    const next = isObject(body) ? stringOf(body[member]) : undefined;
    return next === undefined ? null : nextPage(`<${next.replaceAll(/[<>]/g, "")}>; rel="next"`, url);
  };
}

/** An opaque token in a member of the answer, to be sent back under the same name; absent on the last page. */
export function pageByToken(member: string): NextPage {
  return pageByTokenIn(member, member);
}

/** An opaque token in a member of the answer, to be sent back under another name. */
export function pageByTokenIn(member: string, parameter: string): NextPage {
  return ({ body, url }) => {
    const token = isObject(body) ? stringOf(body[member]) : undefined;
    return token === undefined || token === "" ? null : withQuery(url, parameter, token);
  };
}

/** As pageByToken, for lists asked by a POST of JSON. */
export function pageByTokenInBody(member: string): NextPage {
  return ({ body, sent = "{}" }) => {
    const token = isObject(body) ? stringOf(body[member]) : undefined;
    if (token === undefined || token === "") return null;
    const asked: unknown = JSON.parse(sent);
    return JSON.stringify({ ...(isObject(asked) ? asked : {}), [member]: token });
  };
}

/** Pages counted from one in the query's `page`, a hundred items each, of as many as the answer says there are. */
export function pageByTotal(page: string, totalIn: (body: JsonObject) => unknown): NextPage {
  return ({ body, url }) => {
    const current = Number(url.searchParams.get(page));
    const total = isObject(body) ? Number(totalIn(body)) : 0;
    return current * 100 < total ? withQuery(url, page, String(current + 1)) : null;
  };
}

export function withQuery(url: URL, name: string, value: string): URL {
  const next = new URL(url);
  next.searchParams.set(name, value);
  return next;
}
