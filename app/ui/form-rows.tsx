import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { FieldError, type FieldState } from "./fields.tsx";

/** What makes a button of conform's insert or remove, which works also without scripts. */
interface IntentButton {
  name: string;
  value: string;
  form: string;
  formNoValidate: boolean;
}

/**
 * Repeated rows of a form, each a group of its own with a button that takes it away, and one
 * that adds a row. They are added and removed also without scripts.
 */
export function FormRows<Cells>(props: {
  field: FieldState & {
    getFieldList: () => { key?: string | undefined; getFieldset: () => Cells }[];
  };
  hint?: string;
  /** The classes of a row's columns; the button to remove it takes the last. */
  columns: string;
  /** What a row is called, by its number from 1. */
  rowName: (number: number) => string;
  remove: { label: (number: number) => string; button: (index: number) => IntentButton };
  add: { label: string; button: IntentButton };
  /** With so few none is taken away, with so many none added. */
  least?: number;
  most?: number;
  children: (cells: Cells) => ReactNode;
  /** What of a row stands below its columns. */
  below?: (cells: Cells) => ReactNode;
}) {
  const { t } = useTranslation();
  const { field, hint, columns, rowName, remove, add, least = 0, most = Infinity } = props;
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
                    aria-label={remove.label(index + 1)}
                    {...remove.button(index)}
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
        <Button look="secondary" {...add.button}>
          {add.label}
        </Button>
      ) : null}
    </div>
  );
}
