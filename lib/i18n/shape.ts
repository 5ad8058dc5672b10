/**
 * The shape a translation must have: the same keys as the English file, any words. Used with `satisfies`, so a missing
 * or a surplus key does not compile.
 */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
