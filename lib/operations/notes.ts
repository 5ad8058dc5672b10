import type { AuditTarget, AuditWho } from "../audit/record.ts";
import type { AuditNotes } from "./define.ts";

/** Collects what a run says about itself; read once when its event is written. */
export class Notes implements AuditNotes {
  #target: AuditTarget;
  #who: Partial<AuditWho> = {};
  #detail: Record<string, unknown> = {};

  constructor(target: AuditTarget) {
    this.#target = target;
  }

  before(value: unknown): void {
    this.#detail.before = value;
  }

  after(value: unknown): void {
    this.#detail.after = value;
  }

  detail(facts: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#detail, facts);
  }

  target(target: AuditTarget): void {
    this.#target = { ...this.#target, ...target };
  }

  who(who: Partial<AuditWho>): void {
    this.#who = who;
  }

  get written(): AuditTarget & Partial<AuditWho> & { readonly detail?: Readonly<Record<string, unknown>> } {
    const detail = Object.keys(this.#detail).length > 0 ? { detail: { ...this.#detail } } : {};
    return { ...this.#who, ...this.#target, ...detail };
  }
}
