import { NotFoundState } from "#components/feedback/not-found.tsx";

/** Outside the frame: for addresses that belong to no page. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <NotFoundState />
    </main>
  );
}
