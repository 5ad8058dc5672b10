/** Cut where it is too long. One that is a digest keeps its end: a signature and an attestation of one image differ there. */
export function TagName({ name }: { name: string }) {
  const [, digest, end] = /^(sha\d+-[0-9a-f]{64})(\.\w+)$/.exec(name) ?? [];
  if (digest === undefined) return <span className="truncate">{name}</span>;
  return (
    <>
      <span className="sr-only">{name}</span>
      <span aria-hidden="true" className="truncate">
        {digest}
      </span>
      <span aria-hidden="true" className="shrink-0">
        {end}
      </span>
    </>
  );
}
