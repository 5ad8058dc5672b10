import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { SignInForm } from "#components/account/sign-in-form.tsx";
import { findActor, isSetupNeeded, relativePath } from "#lib/auth/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signIn.title") };
}

interface PageProps {
  readonly searchParams: Promise<{ readonly callbackUrl?: string | string[] }>;
}

export default async function LoginPage({ searchParams }: PageProps) {
  const target = relativePath((await searchParams).callbackUrl);
  if (await findActor()) redirect(target);
  if (await isSetupNeeded()) redirect("/setup");
  return <SignInForm target={target} />;
}
