import type { FieldMetadata } from "@conform-to/react";
import { useState } from "react";
import { severalOf } from "#app/forms/parse-form.ts";
import { TextField } from "#app/ui/fields.tsx";

/** Keywords in one line, separated by semicolons or commas of either script. */
const split = (written: string): string[] => [
  ...new Set(
    written
      .split(/[;；,，、\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== ""),
  ),
];

/** A line of keywords that the form sends as a list. */
export function KeywordsField(props: {
  field: FieldMetadata<string[]>;
  label: string;
  hint: string;
}) {
  const { field, label, hint } = props;
  const [written, setWritten] = useState(severalOf(field.initialValue).join(";"));
  return (
    <div>
      <TextField
        field={{ id: field.id, name: "keywordLine", errors: field.errors }}
        label={label}
        hint={hint}
        needed={false}
        value={written}
        onChange={(event) => setWritten(event.target.value)}
      />
      {split(written).map((word, index) => (
        <input key={index} type="hidden" name={`${field.name}[${index}]`} value={word} />
      ))}
    </div>
  );
}
