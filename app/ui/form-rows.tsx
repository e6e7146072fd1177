import type { FormMetadata } from "@conform-to/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { FieldError, type FieldState } from "./fields.tsx";

/** What the cells of a row that is added begin with. */
type AddedRow = Record<string, string | string[] | null>;

/**
 * Repeated rows of a form, each a group of its own with a button that takes it away, and one
 * that adds a row. They are added and removed also without scripts.
 */
export function FormRows<Cells>(props: {
  /** The form that they are in, which makes the buttons. */
  form: Pick<FormMetadata, "insert" | "remove">;
  field: FieldState & {
    getFieldList: () => { key?: string | undefined; getFieldset: () => Cells }[];
  };
  hint?: string;
  /** The classes of a row's columns; the button to remove it takes the last. */
  columns: string;
  /** What a row is called, by its number from 1. */
  rowName: (number: number) => string;
  /** What the button that takes a row away is called, by the row's number from 1. */
  removeName: (number: number) => string;
  addName: string;
  added: AddedRow;
  /** With so few none is taken away, with so many none added. */
  least?: number;
  most?: number;
  children: (cells: Cells) => ReactNode;
  /** What of a row stands below its columns. */
  below?: (cells: Cells) => ReactNode;
}) {
  const { t } = useTranslation();
  const { form, field, hint, columns, rowName, removeName, addName, added } = props;
  const { least = 0, most = Infinity } = props;
  const rows = field.getFieldList();
  return (
    <div id={field.id} className="space-y-3">
      {hint ? <p className="text-sm text-ink-soft">{hint}</p> : null}
      <FieldError field={field} />
      {rows.map((row, index) => {
        const cells = row.getFieldset();
        return (
          <fieldset key={row.key} className="space-y-3 rounded-md border border-line p-3">
            <legend className="px-1 text-sm text-ink-soft">{rowName(index + 1)}</legend>
            <div className={`grid items-end gap-3 ${columns}`}>
              {props.children(cells)}
              {rows.length > least ? (
                <div>
                  <Button
                    look="quiet"
                    aria-label={removeName(index + 1)}
                    {...form.remove.getButtonProps({ name: field.name, index })}
                  >
                    {t("common:action.remove")}
                  </Button>
                </div>
              ) : null}
            </div>
            {props.below?.(cells)}
          </fieldset>
        );
      })}
      {rows.length < most ? (
        <Button
          look="secondary"
          {...form.insert.getButtonProps<AddedRow[]>({ name: field.name, defaultValue: added })}
        >
          {addName}
        </Button>
      ) : null}
    </div>
  );
}
