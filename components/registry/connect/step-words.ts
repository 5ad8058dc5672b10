import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useErrorWords } from "#components/feedback/error-words.ts";
import { formatDate, knownDate } from "#lib/format.ts";
import type { ConnectionStep } from "#lib/registry/connection-types.ts";

export interface StepWords {
  readonly title: string;
  readonly detail?: string;
  /** At the end of the title's line. */
  readonly aside?: string;
}

type Params = Readonly<Record<string, string | number>>;

/** The sentence for each step of a connection test. */
export function useStepWords(): (step: ConnectionStep) => StepWords {
  const t = useTranslations("registries.test.step");
  const locale = useLocale();
  const timeZone = useTimeZone();
  const errorWords = useErrorWords();
  const day = (value: string | number | undefined) => {
    const date = knownDate(value);
    return date ? formatDate(date, locale, timeZone) : "";
  };

  const tls = (state: ConnectionStep["state"], params: Params): StepWords => {
    if (state === "skipped") return { title: t("tls.skipped"), detail: t("tls.plain") };
    const facts = { issuer: String(params.issuer ?? ""), expires: day(params.expires) };
    if (params.trust === "unchecked") {
      return { title: t("tls.notChecked"), detail: t("tls.notCheckedDetail", facts) };
    }
    return {
      title: t("tls.ok"),
      detail: t(params.trust === "pasted" ? "tls.byPasted" : "tls.bySystem", facts),
    };
  };
  const api = ({ auth }: Params): StepWords => {
    const known = auth === "basic" || auth === "bearer" || auth === "anonymous" ? auth : "anonymous";
    return { title: t("api.ok"), detail: t(`api.${known}`) };
  };
  const signIn = ({ username }: Params): StepWords =>
    username === undefined
      ? { title: t("signIn.anonymous"), detail: t("signIn.anonymousDetail") }
      : { title: t("signIn.ok"), detail: t("signIn.as", { username: String(username) }) };
  const listing = (state: ConnectionStep["state"], params: Params): StepWords => {
    if (state === "skipped") return { title: t("listing.pinned"), detail: t("listing.pinnedDetail") };
    return { title: t("listing.ok"), detail: t("listing.count", { count: Number(params.count ?? 0) }) };
  };
  const product = ({ productName }: Params): StepWords =>
    productName === undefined || productName === "unknown"
      ? { title: t("product.unknown"), detail: t("product.unknownDetail") }
      : { title: t("product.ok", { productName: String(productName) }) };

  return (step) => {
    const { id, state, params = {}, error } = step;
    if (state === "running") return { title: t(`${id}.running`) };
    if (error?.reason === "listing_refused" && id === "listing") {
      return { title: t("listing.warn"), detail: t("listing.pin") };
    }
    if (error?.reason === "credentials_refused" && id === "signIn") {
      return { title: errorWords(error).title, detail: t("signIn.refused") };
    }
    // The offer to approve says what it means.
    if (error && step.approve) return { title: errorWords(error).title };
    if (error && params.trust !== "unchecked") {
      const { title, help } = errorWords(error);
      return { title, detail: help };
    }
    if (state === "skipped" && step.params === undefined) {
      return { title: t(`${id}.error`), aside: t("notReached") };
    }
    switch (id) {
      case "address":
        return {
          title: t("address.ok"),
          detail: t("address.detail", {
            host: String(params.host ?? ""),
            addresses: String(params.addresses ?? ""),
          }),
        };
      case "tls":
        return tls(state, params);
      case "api":
        return api(params);
      case "signIn":
        return signIn(params);
      case "listing":
        return listing(state, params);
      case "product":
        return product(params);
    }
  };
}
