import { receiveNotification } from "#lib/services/notifications/index.ts";

interface Context {
  readonly params: Promise<{ readonly secret: string }>;
}

/** Registries post what happened in them here. No session: the address is the secret. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveNotification(request, (await params).secret);
}
