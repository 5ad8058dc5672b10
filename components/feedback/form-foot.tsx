import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { Button, type ButtonProps } from "../ui/button.tsx";
import { DialogClose } from "../ui/dialog.tsx";
import { ErrorState } from "./error-state.tsx";

interface FormFootProps extends Pick<ButtonProps, "variant" | "pending" | "disabledReason"> {
  /** What no field of the form says. */
  error: ErrorDto | null;
  /** The act's name. */
  children: ReactNode;
}

/** The end of a form in a window: why it was refused, the way back, the act. */
export function FormFoot({ error, variant = "primary", children, ...button }: FormFootProps) {
  const common = useTranslations("common");
  return (
    <>
      {error ? <ErrorState error={error} size="inline" /> : null}
      <div className="flex justify-end gap-2 pt-1">
        <DialogClose>
          <Button>{common("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant={variant} {...button}>
          {children}
        </Button>
      </div>
    </>
  );
}
