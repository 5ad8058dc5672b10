import type { ProductId } from "#lib/registry/types.ts";

/** Services whose addresses and logins are found in a console; the messages say where. */
const clouds = ["ecr", "ecr-public", "azure", "google", "aliyun-acr", "tencent-tcr", "huawei-swr"] as const;

export function cloudOf(product: ProductId): (typeof clouds)[number] | undefined {
  return clouds.find((cloud) => cloud === product);
}
