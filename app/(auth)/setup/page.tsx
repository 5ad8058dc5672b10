import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SetupForm } from "#components/account/setup-form.tsx";
import { isSetupNeeded } from "#lib/auth/index.ts";
import { completeSetup } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("setup.title") };
}

export default async function SetupPage() {
  if (!(await isSetupNeeded())) redirect("/login");
  return <SetupForm complete={completeSetup} />;
}
