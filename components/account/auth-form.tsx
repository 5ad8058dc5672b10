import type { FormEvent, ReactNode } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { ErrorState } from "../feedback/error-state.tsx";
import { Button } from "../ui/button.tsx";

interface AuthFormProps {
  heading: string;
  intro: string;
  /** On the button; says what is going on while it is. */
  submit: string;
  pending: boolean;
  /** What stands at no field. */
  error: ErrorDto | null;
  onSubmit: () => void;
  children: ReactNode;
}

/** A page that is one form: signing in, and the first administrator. */
export function AuthForm({ heading, intro, submit, pending, error, onSubmit, children }: AuthFormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-5" aria-labelledby="auth-heading">
      <div className="flex flex-col gap-1">
        <h1 id="auth-heading" className="font-semibold text-xl">
          {heading}
        </h1>
        <p className="text-pretty text-ink-2 text-sm">{intro}</p>
      </div>
      {error ? <ErrorState error={error} size="inline" /> : null}
      {children}
      <Button type="submit" variant="primary" size="lg" pending={pending} className="mt-1 w-full">
        {submit}
      </Button>
    </form>
  );
}
