import { describe, expect, it } from "vitest";
import { may, permissions, permissionsOf, roles } from "./permissions.ts";

describe("the permission table", () => {
  it("is what the documentation says", () => {
    const matrix = Object.fromEntries(roles.map((role) => [role, permissionsOf(role)]));
    expect(matrix).toEqual({
      administrator: permissions,
      operator: [
        "registry:read",
        "registry:refresh",
        "host:read",
        "image:pull",
        "image:tag",
        "image:copy",
        "job:read",
        "job:cancel",
        "account:manage",
      ],
      viewer: ["registry:read", "host:read", "job:read", "account:manage"],
    });
  });

  it.each(["", "Administrator", "admin", "superuser", "constructor", "__proto__", null, undefined])(
    "gives the role %j nothing",
    (role) => {
      for (const permission of permissions) expect(may(role, permission)).toBe(false);
    },
  );

  it.each(["", "registry:delete", "toString", "__proto__"])("knows no permission %j", (permission) => {
    // A permission that reached us as text, not by the compiler.
    for (const role of roles) expect(may(role, permission as (typeof permissions)[number])).toBe(false);
  });
});
