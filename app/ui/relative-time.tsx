import { useEffect, useState } from "react";
import { useFormat } from "#app/i18n/use-format.ts";

const minute = 60_000;

/** How long ago or from now something is; the exact time shows on hover. */
export function RelativeTime(props: { at: string; words?: (time: string) => string }) {
  const { at, words = (time) => time } = props;
  const format = useFormat();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), minute);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={format.dateTime(at)} suppressHydrationWarning>
      {words(format.relative(at))}
    </time>
  );
}
