"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import type { FoundLogin } from "#lib/services/registries/index.ts";
import { type ConnectLogin, LoginList } from "./login-list.tsx";
import { PasteForm } from "./paste-form.tsx";

export interface ImportDialogProps {
  connect: ConnectLogin;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

interface Pasted {
  readonly text: string;
  readonly logins: readonly FoundLogin[];
}

/** Paste, see what is in it, choose. The text is here and nowhere else until the window is closed. */
export default function ImportDialog({ connect, open, onOpenChange }: ImportDialogProps) {
  const t = useTranslations("registries.import");
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const change = (next: boolean) => {
    if (!next) setPasted(null);
    onOpenChange(next);
  };
  return (
    <Dialog open={open} onOpenChange={change} title={t("title")} size="md" keepOpenOutside>
      {pasted ? (
        <LoginList
          {...pasted}
          connect={connect}
          onBack={() => setPasted(null)}
          onDone={() => change(false)}
        />
      ) : (
        <PasteForm onRead={(text, logins) => setPasted({ text, logins })} />
      )}
    </Dialog>
  );
}
