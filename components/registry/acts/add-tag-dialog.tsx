"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorOf } from "#components/data-table/request.ts";
import { FormFoot } from "#components/feedback/form-foot.tsx";
import { useToast } from "#components/feedback/toast.tsx";
import { postJson } from "#components/live/post-json.ts";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { shortDigest } from "#lib/format.ts";
import { repositoryKeys } from "../keys.ts";
import type { ActDialogsProps } from "./act-dialogs.tsx";

/** Puts one more tag on an image. One that points elsewhere is shown first and moved only when that is confirmed. */
export function AddTagDialog({
  place,
  digest,
  onClose,
  onDone,
}: Omit<ActDialogsProps, "act"> & { digest: string }) {
  const { registryId, host, repository } = place;
  const t = useTranslations("tags.addTag");
  const validation = useTranslations("validation");
  const toast = useToast();
  const client = useQueryClient();
  const [tag, setTag] = useState("");
  const add = useMutation({
    mutationFn: (replaces: string | undefined) =>
      postJson<{ tag: string }>("/api/v1/tags/add", {
        registryId,
        repository,
        digest,
        tag,
        ...(replaces ? { replaces } : {}),
      }),
    onSuccess: ({ tag: added }) => {
      void client.invalidateQueries({ queryKey: repositoryKeys.tags(registryId, repository) });
      toast.ok({ title: t("done", { tag: added }) });
      onDone?.();
      onClose();
    },
  });
  const error = add.isError ? errorOf(add.error) : null;
  const field = error?.fields?.tag;
  // Where the tag points now, as the server has just said.
  const taken = error?.reason === "tag_taken" ? String(error.params?.digest ?? "") : undefined;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title")}
      description={
        <span className="wrap-anywhere">
          {t("help", { image: `${host}/${repository}@${shortDigest(digest)}` })}
        </span>
      }
      keepOpenOutside
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!add.isPending) add.mutate(taken);
        }}
      >
        <Field label={t("label")} hint={t("hint")} {...(field ? { error: validation(field) } : {})} required>
          <Input
            mono
            autoFocus
            autoComplete="off"
            maxLength={128}
            value={tag}
            onChange={(event) => {
              setTag(event.target.value);
              add.reset();
            }}
          />
        </Field>
        {taken ? (
          <Callout tone="warn" role="alert" title={t("takenTitle", { tag: tag.trim() })}>
            {t("takenHelp", { digest: shortDigest(taken) })}
          </Callout>
        ) : null}
        <FormFoot
          error={field || taken ? null : error}
          variant={taken ? "danger" : "primary"}
          pending={add.isPending}
        >
          {taken ? t("move", { tag: tag.trim() }) : t("submit")}
        </FormFoot>
      </form>
    </Dialog>
  );
}
