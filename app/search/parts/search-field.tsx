import { useNavigate } from "@remix-run/react";
import { useEffect, useRef, useState, type KeyboardEvent, type MutableRefObject } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { longestQuery } from "#app/search/request.ts";
import { codeName } from "#app/i18n/codes.ts";
import { forgetSearches, recentSearches, rememberSearch } from "./recent.ts";
import { useSuggestions, type Suggested } from "./use-suggestions.ts";

type Option = Suggested | { kind: "recent"; text: string };

const recentShown = { untyped: 6, typed: 2 };

/**
 * The text field of every search form, with what may be meant listed below as
 * one types (the combobox of the WAI-ARIA practices). A term fills the field
 * and hands in the form; an organisation or a cluster opens its page. Without
 * scripts it is a plain field.
 */
export function SearchField(props: {
  id: string;
  className?: string;
  /** What the address says; replaces what is typed when it changes from elsewhere. */
  initial?: string;
  /** What the form around last sent, so that an answer does not undo further typing. */
  sent?: MutableRefObject<string>;
}) {
  const { id, initial = "", sent } = props;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(initial);
  const [open, setOpen] = useState(false);
  const [composing, setComposing] = useState(false);
  const [active, setActive] = useState(-1);
  const [recent, setRecent] = useState<string[]>([]);
  const suggested = useSuggestions(text, open && !composing);
  const options = optionsOf(text, recent, suggested);
  const shown = open && options.length > 0;
  const chosen = shown ? options[active] : undefined;

  useEffect(() => {
    if (initial !== sent?.current) setText(initial);
    if (sent) sent.current = initial;
  }, [initial, sent]);
  useEffect(() => {
    const form = input.current?.form;
    const remember = () => {
      rememberSearch(input.current?.value ?? "");
      setOpen(false);
    };
    form?.addEventListener("submit", remember);
    return () => form?.removeEventListener("submit", remember);
  }, []);

  const show = () => {
    setRecent(recentSearches());
    setActive(-1);
    setOpen(true);
  };
  const pick = (option: Option) => {
    setOpen(false);
    if (option.kind === "organisation") return navigate(`/organisations/${option.target}`);
    if (option.kind === "cluster") return navigate(`/search?cluster=${option.target}`);
    flushSync(() => setText(option.text));
    input.current?.form?.requestSubmit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = options.length - 1;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        if (!shown) return show();
        if (event.altKey) return setOpen(false);
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = active + step;
        return setActive(next < -1 ? last : next > last ? -1 : next);
      }
      case "Enter":
        if (!chosen) return setOpen(false);
        event.preventDefault();
        return pick(chosen);
      case "Escape":
        if (!shown) return;
        event.preventDefault();
        return setOpen(false);
    }
  };

  return (
    <div
      className="relative min-w-0 grow"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <label htmlFor={id} className="sr-only">
        {t("common:searchBox.label")}
      </label>
      <input
        ref={input}
        id={id}
        type="search"
        name="q"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? `${id}-list` : undefined}
        aria-activedescendant={chosen ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={longestQuery}
        value={text}
        placeholder={t("common:searchBox.placeholder")}
        className={`control ${props.className ?? ""}`}
        onChange={(event) => {
          setText(event.target.value);
          show();
        }}
        onClick={show}
        onKeyDown={onKeyDown}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
      />
      <p role="status" className="sr-only">
        {shown ? t("search:suggestions.count", { count: options.length }) : ""}
      </p>
      {shown ? (
        <div className="absolute top-full right-0 left-0 z-40 mt-1 rounded-md border border-line-strong bg-surface py-1 text-left shadow-lg">
          <ul id={`${id}-list`} role="listbox" aria-label={t("search:suggestions.label")}>
            {options.map((option, index) => (
              // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the field's
              <li
                key={`${option.kind} ${option.text}`}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                className="flex min-h-10 cursor-pointer items-center justify-between gap-3 px-3 py-1.5 aria-selected:bg-accent-soft hover:bg-sunken"
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(option)}
              >
                <span>
                  {option.kind === "cluster" ? codeName(t, "clusters", option.target) : option.text}
                </span>
                <span className="text-sm whitespace-nowrap text-ink-soft">
                  {option.kind === "recent"
                    ? t("search:suggestions.recent")
                    : t(`search:suggestions.kind.${option.kind}`)}
                </span>
              </li>
            ))}
          </ul>
          {options.some(({ kind }) => kind === "recent") ? (
            <button
              type="button"
              className="mx-3 min-h-8 text-sm text-accent underline"
              onClick={() => {
                forgetSearches();
                setRecent([]);
                input.current?.focus();
              }}
            >
              {t("search:suggestions.clear")}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** Own searches first; what is typed already is not offered. */
function optionsOf(text: string, recent: string[], suggested: Suggested[]): Option[] {
  const typed = text.trim().toLowerCase();
  const own = recent
    .filter((one) => one.toLowerCase().includes(typed) && one.toLowerCase() !== typed)
    .slice(0, typed === "" ? recentShown.untyped : recentShown.typed);
  const others = suggested.filter(
    (one) => one.kind !== "term" || (one.text.toLowerCase() !== typed && !own.includes(one.text)),
  );
  return [...own.map((one): Option => ({ kind: "recent", text: one })), ...others];
}
