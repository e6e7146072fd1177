import { useState, type InputHTMLAttributes } from "react";
import { useFormat } from "#app/i18n/use-format.ts";
import { amountRead, numberRead, percentRead } from "#app/kernel/numbers.ts";
import { plainly } from "#app/text/numbers.ts";
import { begins, describe, Frame, useGiven, type Control } from "./fields.tsx";

/** How a kind of number is typed, read and shown back. */
type NumberKind = "amount" | "number" | "percent" | "score" | "whole";

/** The keyboard of a phone; amounts and numbers of measures also have words and signs (150万, ≥). */
const keyboards = {
  amount: "text",
  number: "text",
  percent: "decimal",
  score: "decimal",
  whole: "numeric",
} as const;

/**
 * A number as people write it, with what it is read as beside it: while it is typed, after a
 * refusal and without scripts.
 */
export function NumberField({
  field: asked,
  label,
  hint,
  needed,
  kind,
  onInput,
  ...rest
}: Control<Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "inputMode">> & {
  kind: NumberKind;
}) {
  const { field, values } = useGiven(asked);
  const given = begins(values, rest);
  const [typed, setTyped] = useState(String(given.defaultValue ?? rest.defaultValue ?? ""));
  const reading = useReading(kind, typed);
  return (
    <Frame field={field} label={label} hint={hint} needed={needed}>
      <input
        className="control"
        inputMode={keyboards[kind]}
        autoComplete="off"
        {...describe({ field, hint, reading: reading !== null })}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          onInput?.(event);
        }}
        {...rest}
        {...given}
      />
      {reading === null ? null : (
        <span id={`${field.id}-reading`} className="block text-sm text-ink-soft">
          = {reading}
        </span>
      )}
    </Frame>
  );
}

/** What a typed number is read as, in the page's words; null where it says no more than what was typed. */
function useReading(kind: NumberKind, typed: string): string | null {
  const format = useFormat();
  if (typed.trim() === "") return null;
  if (kind === "amount") {
    const reading = amountRead(typed);
    return "value" in reading ? format.exactMoney(reading.value) : null;
  }
  const plain = plainly(typed);
  if (plain === typed && /^-?\d+(\.\d+)?%?$/.test(typed)) return null;
  const reading = kind === "percent" ? percentRead(plain) : numberRead(plain);
  if (!("value" in reading)) return null;
  return kind === "percent" ? `${reading.value}%` : reading.value;
}
