/** The mark: cargo stepping down to the shore. The lower bars follow the ink, so it works on any ground. */
export function Mark({ size = 18, className }: { size?: number; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} className={className} aria-hidden="true">
      <rect x="6" y="1.5" width="9" height="3.6" rx="1" className="fill-signal" />
      <rect x="3" y="6.2" width="12" height="3.6" rx="1" className="fill-ink" />
      <rect x="1" y="10.9" width="14" height="3.6" rx="1" className="fill-ink-3" />
    </svg>
  );
}
