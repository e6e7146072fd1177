import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";
import { TextArea, TextField } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { DealContents, DealNote } from "#app/deals/contents.server.ts";
import type { DealView } from "#app/deals/record.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useSentForm } from "./use-sent-form.ts";

interface Props {
  deal: DealView;
  contents: DealContents;
  clientKey: string;
}

type NoteValues = Pick<DealNote, "heldOn" | "attendees" | "body">;

/** What was said at meetings. */
export function NotesSection(props: Props) {
  const { t } = useTranslation();
  const { deal, contents } = props;
  return (
    <Section title={t("deals:section.notes")}>
      {contents.notes.length === 0 ? (
        <p className="text-ink-soft">{t("deals:note.empty")}</p>
      ) : null}
      <ol className="space-y-4">
        {contents.notes.map((note) => (
          <NoteLine key={note.id} note={note} deal={deal} />
        ))}
      </ol>
      {deal.may.write ? <NewNote {...props} /> : null}
    </Section>
  );
}

function NoteLine({ note, deal }: Pick<Props, "deal"> & { note: DealNote }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li data-testid="note" className="space-y-1 border-b border-line pb-3 last:border-0">
      <h3>{format.date(note.heldOn)}</h3>
      {note.attendees === "" ? null : (
        <p className="text-sm text-ink-soft">
          {t("common:labelled", { label: t("deals:note.attendees"), text: note.attendees })}
        </p>
      )}
      <p className="whitespace-pre-line">{note.body}</p>
      <p className="text-sm text-ink-soft">
        {t("deals:note.by", { name: note.authorName })}
        {note.version > 1
          ? ` · ${t("deals:note.edited", { name: note.editedByName, date: format.dateTime(note.updatedAt) })}`
          : ""}
      </p>
      {deal.may.write ? <EditNote note={note} /> : null}
    </li>
  );
}

/**
 * Saves over the version that was there when the form was opened. After a
 * conflict the newest text stands beside what was typed, and is what is saved over.
 */
function EditNote({ note }: { note: DealNote }) {
  const { t } = useTranslation();
  const row = { noteId: note.id };
  const given = useGivenForm({ step: "noteEdit", row });
  const [open, setOpen] = useState(given !== null);
  const [base, setBase] = useState(note);
  const [typed, setTyped] = useState(false);
  const { form, round, busy, onSubmit } = useSentForm({
    clientKey: "",
    refused: given !== null,
    onArrived: () => {
      setTyped(false);
      setOpen(false);
    },
  });
  return (
    <details
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        if (event.currentTarget.open && !typed) setBase(note);
      }}
    >
      <summary className="link">{t("deals:note.edit")}</summary>
      <StepForm
        key={`${base.version} ${round}`}
        step="noteEdit"
        row={row}
        version={given?.conflict ? note.version : base.version}
        ref={form}
        onSubmit={onSubmit}
        onInput={() => setTyped(true)}
        className="mt-3 space-y-3"
        preventScrollReset
      >
        {given?.conflict ? (
          <Notice>
            <p className="font-medium">{t("deals:note.latest")}</p>
            <p className="whitespace-pre-line">{note.body}</p>
          </Notice>
        ) : null}
        <NoteFields idPrefix={`note-${note.id}`} values={base} />
        <Button pending={busy}>
          {given?.conflict ? t("deals:note.overwrite") : t("common:action.save")}
        </Button>
      </StepForm>
    </details>
  );
}

function NewNote(props: Props) {
  const { t } = useTranslation();
  const given = useGivenForm({ step: "note" });
  const { form, round, clientKey, busy, onSubmit } = useSentForm({
    clientKey: props.clientKey,
    refused: given !== null,
    keepAs: `duijie:deal-note:${props.deal.id}`,
  });
  return (
    <details open={given !== null || undefined}>
      <summary className={`${buttonClass("secondary")} list-none`}>{t("deals:note.add")}</summary>
      <StepForm
        key={round}
        step="note"
        ref={form}
        onSubmit={onSubmit}
        className="mt-3 space-y-3"
        preventScrollReset
      >
        <input type="hidden" name="clientKey" value={clientKey} />
        <NoteFields idPrefix="note-new" values={{ heldOn: props.deal.today }} />
        <Button pending={busy}>{t("common:action.save")}</Button>
      </StepForm>
    </details>
  );
}

function NoteFields({ idPrefix, values }: { idPrefix: string; values: Partial<NoteValues> }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        field={{ id: `${idPrefix}-heldOn`, name: "heldOn" }}
        label={t("deals:note.heldOn")}
        type="date"
        defaultValue={values.heldOn}
        required
      />
      <TextField
        field={{ id: `${idPrefix}-attendees`, name: "attendees" }}
        label={t("deals:note.attendees")}
        needed={false}
        defaultValue={values.attendees}
        limit={500}
      />
      <TextArea
        field={{ id: `${idPrefix}-body`, name: "body" }}
        label={t("deals:note.body")}
        limit={10_000}
        defaultValue={values.body}
        required
      />
    </>
  );
}
