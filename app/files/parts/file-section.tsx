import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { FileList, type ListedFile } from "./file-list.tsx";
import type { Accepted } from "./judge.ts";
import { UploadForm } from "./upload-form.tsx";

/** The files of something, under a heading; who may change them takes them away and adds others. */
export function FileSection<File extends ListedFile>(props: {
  title: string;
  files: readonly File[];
  hrefOf: (file: File) => string;
  noteOf?: (file: File) => string | undefined;
  empty?: string;
  mayChange: boolean;
  /** Where files are sent to and taken away. */
  action: string;
  remove: { field: string; label: (name: string) => string; text: string };
  add: { id: string; accepted: Accepted; label: string; hint: string };
}) {
  const { t } = useTranslation();
  const { title, mayChange, action, remove, add, ...list } = props;
  return (
    <Section title={title}>
      <FileList {...list} remove={mayChange ? { action, ...remove } : undefined} />
      {mayChange ? (
        <UploadForm action={action} {...add} submit={t("common:action.upload")} />
      ) : null}
    </Section>
  );
}
