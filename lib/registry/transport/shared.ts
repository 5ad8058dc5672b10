/**
 * One value per process. A module is loaded once per bundle (Next's pages, route handlers, the job workers), and two
 * queues for one host would be no queue. Keep only data and timers here: classes of one bundle are not `instanceof` the
 * other's.
 */
export function shared<T>(name: string, create: () => T): T {
  const key = Symbol.for(`longshore.registry.${name}`);
  const store = globalThis as { [key: symbol]: unknown };
  store[key] ??= create();
  return store[key] as T;
}
