"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { FormFoot } from "#components/feedback/form-foot.tsx";
import { postJson } from "#components/live/post-json.ts";
import { Field, Textarea } from "#components/ui/field.tsx";
import type { ErrorDto } from "#lib/errors.ts";
import type { FoundLogin } from "#lib/services/registries/index.ts";

/** As the server has it: what is longer is not sent at all. */
const longest = 256 * 1024;

/** Where the file goes in; the server says what is in it. */
export function PasteForm({ onRead }: { onRead: (text: string, logins: readonly FoundLogin[]) => void }) {
  const t = useTranslations("registries.import");
  const validation = useTranslations("validation");
  const [text, setText] = useState("");
  const [error, setError] = useState<ErrorDto | null>(null);
  const [pending, startReading] = useTransition();
  const tooLong = text.length > longest;
  const field = tooLong ? t("tooLong") : error?.fields?.text && validation(error.fields.text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tooLong || text.trim() === "") return;
    startReading(async () => {
      try {
        onRead(text, await postJson<readonly FoundLogin[]>("/api/v1/registries/logins", { text }));
      } catch (thrown) {
        setError(errorOf(thrown));
      }
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t("paste")} hint={t("where")} {...(field ? { error: field } : {})}>
        <Textarea
          mono
          autoFocus
          rows={9}
          autoComplete="off"
          placeholder={'{\n  "auths": {\n    "registry.example.com": { "auth": "…" }\n  }\n}'}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setError(null);
          }}
        />
      </Field>
      <p className="text-ink-2 text-sm">{t("kept")}</p>
      <FormFoot error={field ? null : error} pending={pending}>
        {t("read")}
      </FormFoot>
    </form>
  );
}
