import { useTranslation } from "react-i18next";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { useGivenField } from "#app/forms/given-back.ts";

/** The fields of a group: its words and a note; what is wrong with the words stands above too. */
export function GroupFields(props: {
  initial: { words: string; note: string };
  hint: string;
  onWords?: (text: string) => void;
}) {
  const { t } = useTranslation();
  const { initial, hint, onWords } = props;
  const errors = useGivenField("words").errors ?? [];
  return (
    <>
      <ErrorSummary
        title={t("errors:summary", { count: errors.length })}
        errors={errors.map((message) => ({ id: "words", message }))}
      />
      <TextArea
        field={{ id: "words", name: "words" }}
        label={t("synonyms:words")}
        hint={hint}
        rows={5}
        required
        defaultValue={initial.words}
        onChange={(event) => onWords?.(event.target.value)}
      />
      <TextArea
        field={{ id: "note", name: "note" }}
        label={t("synonyms:note")}
        hint={t("synonyms:noteHint")}
        needed={false}
        rows={2}
        limit={300}
        defaultValue={initial.note}
      />
    </>
  );
}
