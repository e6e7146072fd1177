import { RelativeTime } from "./relative-time.tsx";

/** Who did what, the newest first. */
export function Trail(props: {
  lines: { id: string; words: string; actor: string; at: string }[];
}) {
  return (
    <ol className="space-y-1">
      {props.lines.map(({ id, words, actor, at }) => (
        <li key={id}>
          {words}{" "}
          <span className="text-sm text-ink-soft">
            {actor} · <RelativeTime at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
