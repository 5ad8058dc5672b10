"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ErrorDto } from "#lib/errors.ts";
import { connectsAlike, type RegistryForm, withAddress } from "./form-state.ts";
import { type TestSubject, useConnectionTest } from "./use-connection-test.ts";

const noErrors: NonNullable<ErrorDto["fields"]> = {};

/** Fields with an error lose it when they are changed; the others keep theirs. */
function remaining(errors: NonNullable<ErrorDto["fields"]>, before: RegistryForm, after: RegistryForm) {
  const changed: Readonly<Record<string, boolean>> = {
    name: before.name !== after.name,
    endpoint: before.address !== after.address || before.plainHttp !== after.plainHttp,
    username: before.username !== after.username,
    secret:
      before.secret !== after.secret ||
      before.username !== after.username ||
      before.keySecret !== after.keySecret,
    caCertificate: before.caCertificate !== after.caCertificate,
    description: before.description !== after.description,
    namespaces: before.namespaces !== after.namespaces,
    api: before.api !== after.api,
    instance: before.instance !== after.instance,
    keyId: before.keyId !== after.keyId,
    keySecret: before.keySecret !== after.keySecret || before.secret !== after.secret,
    region: before.region !== after.region,
    accountId: before.accountId !== after.accountId,
  };
  return Object.fromEntries(Object.entries(errors).filter(([field]) => changed[field] !== true));
}

interface Options {
  readonly initial: RegistryForm;
  /** What a test of these values may use. */
  readonly subjectOf: (form: RegistryForm) => TestSubject;
}

/** A registry's form with its connection test: values, field errors, and whether the last test still holds for them. */
export function useRegistryForm({ initial, subjectOf }: Options) {
  const [form, setForm] = useState(initial);
  const [error, setError] = useState<ErrorDto | null>(null);
  const [fields, setFields] = useState(noErrors);
  const [tested, setTested] = useState<RegistryForm | null>(null);
  const { test, run } = useConnectionTest();
  const element = useRef<HTMLFormElement>(null);

  const refuse = useCallback((refusal: ErrorDto) => {
    setFields(refusal.fields ?? noErrors);
    setError(refusal.fields ? null : refusal);
  }, []);

  // A test that was refused for its input says so at the fields.
  useEffect(() => {
    if (test.error?.fields) refuse(test.error);
  }, [test.error, refuse]);

  useEffect(() => {
    if (Object.keys(fields).length > 0)
      element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [fields]);

  const change = (after: RegistryForm) => {
    setFields((before) => (Object.keys(before).length > 0 ? remaining(before, form, after) : before));
    setError(null);
    setForm(after);
  };
  const startTest = (values: RegistryForm, subject = subjectOf(values)) => {
    setFields(noErrors);
    setError(null);
    setTested(values);
    return run(subject);
  };
  const holds = tested !== null && connectsAlike(tested, form);
  return {
    form,
    change,
    element,
    error,
    fields,
    refuse,
    test,
    /** The last test was of these very values. */
    holds,
    testNow: () => startTest(form),
    startTest,
    /** Takes another address and tests it at once. */
    takeEndpoint: (endpoint: string) => {
      const after = withAddress(form, endpoint);
      change(after);
      void startTest(after);
    },
    /** Lets a token server receive the credential and tests again. */
    approve: (tokenHost: string) => {
      const after = { ...form, tokenHosts: [...new Set([...form.tokenHosts, tokenHost])] };
      change(after);
      void startTest(after);
    },
  };
}
