/**
 * How much one row has beside the greatest one, under its name; the figure itself
 * stands in the row, so the bar is not read out.
 */
export function Bar({ twentieths }: { twentieths: number }) {
  if (twentieths === 0) return null;
  return (
    <svg
      aria-hidden
      viewBox="0 0 20 1"
      preserveAspectRatio="none"
      className="mt-0.5 block h-1.5 w-full fill-accent print:fill-ink"
    >
      <rect width={twentieths} height="1" />
    </svg>
  );
}
