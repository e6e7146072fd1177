import { Link } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { VerifiedMark } from "#app/ui/parts.tsx";
import type { ComparedPair, ComparedPost } from "#app/matching/compare.server.ts";
import type { MarkedPiece } from "#app/matching/marks.ts";
import { pathOf } from "#app/search/parts/result-line.tsx";

/** Which shared term is looked at: the one pointed at, else the one chosen. */
interface Looking {
  at: number | null;
  point: (term: number | null) => void;
}

/**
 * Both texts with their shared terms marked, in two columns, on a small screen
 * one at a time. Pointing at a term or choosing it marks it on both sides.
 */
export function ComparedTexts({ pair }: { pair: ComparedPair }) {
  const { t } = useTranslation();
  const [pointed, setPointed] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const looking: Looking = { at: pointed ?? chosen, point: setPointed };
  const choose = (term: number) => {
    setChosen(chosen === term ? null : term);
    if (chosen !== term)
      for (const side of ["need", "result"])
        document
          .querySelector(`[data-side="${side}"] [data-term="${term}"]`)
          ?.scrollIntoView({ block: "nearest" });
  };
  return (
    <section className="group space-y-3" aria-label={t("compare:termsTitle")}>
      <div className="card space-y-2">
        <h2>{t("compare:termsTitle")}</h2>
        {pair.terms.length === 0 ? (
          <p className="text-ink-soft">{t("compare:noTerms")}</p>
        ) : (
          <>
            <p className="no-print text-sm text-ink-soft">{t("compare:termsHint")}</p>
            <ul className="flex flex-wrap gap-2" data-testid="terms">
              {pair.terms.map(({ need, result }, term) => (
                <li key={`${need} ${result}`}>
                  <button
                    type="button"
                    aria-pressed={chosen === term}
                    className="min-h-8 rounded border border-line-strong bg-surface px-2 text-sm aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-semibold"
                    onMouseEnter={() => setPointed(term)}
                    onMouseLeave={() => setPointed(null)}
                    onFocus={() => setPointed(term)}
                    onBlur={() => setPointed(null)}
                    onClick={() => choose(term)}
                  >
                    {need === result ? need : `${need} / ${result}`}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <fieldset className="no-print flex gap-2 md:hidden">
        <legend className="sr-only">{t("compare:side")}</legend>
        <SideChoice side="need" label={t("compare:need")} first />
        <SideChoice side="result" label={t("compare:result")} />
      </fieldset>
      <div className="grid items-start gap-5 md:grid-cols-2">
        <Side
          post={pair.need}
          looking={looking}
          hiddenBy="group-has-[#side-result:checked]:max-md:hidden print:block!"
        />
        <Side
          post={pair.result}
          looking={looking}
          hiddenBy="group-has-[#side-need:checked]:max-md:hidden print:block!"
        />
      </div>
    </section>
  );
}

/** Works without scripts: the checked one is read by the styles. */
function SideChoice(props: { side: "need" | "result"; label: string; first?: boolean }) {
  const { side, label, first = false } = props;
  return (
    <label className="flex min-h-10 flex-1 items-center justify-center gap-2 rounded-md border border-line-strong bg-surface px-3 has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold">
      <input
        type="radio"
        id={`side-${side}`}
        name="side"
        defaultChecked={first}
        className="size-4 accent-accent"
      />
      {label}
    </label>
  );
}

function Side({
  post,
  looking,
  hiddenBy,
}: {
  post: ComparedPost;
  looking: Looking;
  hiddenBy: string;
}) {
  const { t } = useTranslation();
  return (
    <article className={`card min-w-0 space-y-3 ${hiddenBy}`} data-side={post.kind}>
      <header className="space-y-1">
        <p className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
          {t(`compare:${post.kind}`)}
          {post.cluster === null ? null : <ClusterBadge cluster={post.cluster} />}
        </p>
        <h2>
          <Link to={pathOf(post.kind, post.id)} className="text-ink hover:underline">
            <Marked pieces={post.title} looking={looking} />
          </Link>
        </h2>
        <p className="text-sm text-ink-soft">
          {post.owner?.name ?? t("posts:anonymousOwner")}{" "}
          {post.owner?.verified ? <VerifiedMark /> : null}
        </p>
      </header>
      {post.keywords.length > 0 ? (
        <p className="text-sm">
          <span className="text-ink-soft">{t("listings:field.keywords")} </span>
          {post.keywords.map((keyword, index) => (
            <span key={index} className="mr-2 inline-block">
              <Marked pieces={keyword} looking={looking} />
            </span>
          ))}
        </p>
      ) : null}
      {post.passages.map(({ label, pieces }) => (
        <div key={label}>
          <h3 className="text-sm text-ink-soft">{t(`listings:field.${label}`)}</h3>
          <p className="whitespace-pre-line">
            <Marked pieces={pieces} looking={looking} />
          </p>
        </div>
      ))}
    </article>
  );
}

function Marked({ pieces, looking }: { pieces: MarkedPiece[]; looking: Looking }) {
  return (
    <>
      {pieces.map(({ text, term }, index) =>
        term === null ? (
          text
        ) : (
          <mark
            key={index}
            data-term={term}
            data-looked={looking.at === term || undefined}
            className="data-looked:bg-accent data-looked:text-on-accent"
            onMouseEnter={() => looking.point(term)}
            onMouseLeave={() => looking.point(null)}
          >
            {text}
          </mark>
        ),
      )}
    </>
  );
}
