import type { ReactNode } from "react";
import { Gate } from "#components/account/gate.tsx";

// Who is signed in, and whether anybody could be, is looked up for every request.
export const dynamic = "force-dynamic";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <Gate>{children}</Gate>;
}
