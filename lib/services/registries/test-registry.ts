import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError, type ErrorDto, toErrorDto } from "#lib/errors.ts";
import { defineOperation, defineRead } from "#lib/operations/index.ts";
import {
  type ConnectionReport,
  type ConnectionStep,
  probeConnection,
  type RegistryTarget,
} from "#lib/registry/index.ts";
import { auditTarget } from "./audit-view.ts";
import {
  certificateOf,
  endpointOf,
  productField,
  registryFields,
  registryId,
  requireWholeCredential,
  tokenHostsField,
  tokenOriginsOf,
  wholeSecret,
} from "./fields.ts";
import { openTarget } from "./open-target.ts";
import { settingsField, settingsOf } from "./product-settings.ts";
import { loadRegistry } from "./read-registries.ts";
import { recordHealth } from "./record-health.ts";
import { tellStep } from "./step-sink.ts";
import type { RegistryHealth } from "./types.ts";

/** A slow registry behind a slow token server still fits; a silent one is told after a step's own, shorter deadline. */
export const deadlineMs = 60_000;

export interface Probed {
  readonly report: ConnectionReport;
  readonly health: RegistryHealth;
  /** The step that spoilt it and why. */
  readonly worst?: {
    readonly step: ConnectionStep["id"];
    readonly error?: ErrorDto;
    readonly suggestion?: { readonly endpoint: string };
  };
}

/** Tests a target, telling each step to whoever watches. */
export async function probe(target: RegistryTarget, signal: AbortSignal): Promise<Probed> {
  const ended: ConnectionStep[] = [];
  const report = await probeConnection(target, {
    signal,
    onStep: (step) => {
      if (step.state !== "running") ended.push(step);
      tellStep(step);
    },
  });
  const failed = ended.find(({ state }) => state === "error") ?? ended.find(({ state }) => state === "warn");
  // A pause it asks for passes: that is a limit, not a registry that cannot be used.
  const broken = failed?.state === "error" && failed.error?.code !== "RATE_LIMITED";
  const health = failed === undefined ? "ok" : broken ? "error" : "warn";
  return {
    report,
    health,
    ...(failed
      ? {
          worst: {
            step: failed.id,
            ...(failed.error ? { error: failed.error } : {}),
            ...(failed.suggestion ? { suggestion: failed.suggestion } : {}),
          },
        }
      : {}),
  };
}

/** Keeps what a test of the saved settings found. */
function keep(registryId: string, { report, health, worst }: Probed): Promise<void> {
  return recordHealth(registryId, {
    health,
    ...(worst?.error ? { error: worst.error } : {}),
    ...(report.capabilities ? { capabilities: report.capabilities } : {}),
  });
}

/**
 * What a registry just connected or changed turned out to be: the saved settings tested by ourselves, as a part of the
 * change that is on record already. True when it was asked; a disabled one is not. What prevents it (a sealing key that is
 * gone, silence) becomes its health.
 */
export async function inspectRegistry(registryId: string): Promise<boolean> {
  try {
    const target = await openTarget(registryId);
    await keep(registryId, await probe(target, AbortSignal.timeout(deadlineMs)));
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "CONFLICT" || error.code === "NOT_FOUND") return false;
    await recordHealth(registryId, { health: "error", error: toErrorDto(error) });
    return true;
  }
}

/**
 * Tests a stored registry: its saved endpoint, certificate and flags with its stored credential, and nothing of the
 * caller's beside the id (Harbor 2026: a test by id with a caller's URL sent the stored secret there). Steps go to
 * `watchingSteps`.
 */
export const testRegistry = defineOperation({
  id: "registry.test",
  permission: "registry:manage",
  effect: "external",
  deadlineMs,
  input: z.strictObject({ registryId }),
  target: ({ registryId: id }) => auditTarget(id),
  run: async (_actor, input, { signal, audit }) => {
    const { name } = await loadRegistry(input.registryId);
    audit.target(auditTarget(input.registryId, name));
    const target = await openTarget(input.registryId);
    const probed = await probe(target, signal);
    const { report, worst } = probed;
    // A test that was given up says nothing about the registry.
    if (signal.aborted) throw new AppError("CANCELLED", "connection test given up");
    audit.detail({
      endpoint: target.endpoint,
      username: target.credential.kind === "basic" ? target.credential.username : null,
      passed: report.ok,
      ...(worst ? { step: worst.step, errorCode: worst.error?.code, errorReason: worst.error?.reason } : {}),
    });
    await keep(input.registryId, probed);
    return report;
  },
});

const { name: _name, description: _description, ...connectionFields } = registryFields;

const typedInput = z.strictObject({
  ...connectionFields,
  product: productField,
  tokenHosts: tokenHostsField.default([]),
  settings: settingsField.optional(),
});

/** What a test of typed values talks to. Throws INVALID_INPUT with the field that is wrong. */
export function typedTarget(input: z.output<typeof typedInput>): RegistryTarget {
  const endpoint = endpointOf(input.product, input.endpoint);
  const settings = settingsOf(input.product, input.settings, endpoint);
  const secret = wholeSecret(input, settings);
  requireWholeCredential(input.username, secret);
  const caCertificate = certificateOf(input.caCertificate);
  const id = randomUUID();
  return {
    id,
    product: input.product,
    endpoint,
    credential: secret === "" ? { kind: "anonymous" } : { kind: "basic", username: input.username, secret },
    credentialId: id,
    ...(caCertificate === null ? {} : { caCertificate }),
    skipTlsVerify: input.skipTlsVerify,
    allowPrivate: input.allowPrivate,
    tokenHosts: tokenOriginsOf(input.tokenHosts, endpoint),
    settings,
  };
}

/** Values typed in a form, tested with the credential typed beside them or with none: no stored secret is read. */
export const tryConnection = defineRead({
  id: "registry.tryConnection",
  permission: "registry:manage",
  deadlineMs,
  input: typedInput,
  run: async (_actor, input, { signal }) => (await probe(typedTarget(input), signal)).report,
});
