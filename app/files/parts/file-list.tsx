import { useFormat } from "#app/i18n/use-format.ts";
import { RemoveFile } from "./remove-file.tsx";

export interface ListedFile {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
}

/** A file to download, with its size and what else is to be said of it. */
export function FileLink(props: { file: ListedFile; href: string; note?: string | undefined }) {
  const format = useFormat();
  const { file, href, note } = props;
  return (
    <span className="min-w-0 break-words">
      <a href={href} download className="link">
        {file.name}
      </a>{" "}
      <span className="text-sm text-ink-soft">
        {[format.fileSize(file.size), note].filter(Boolean).join(" · ")}
      </span>
    </span>
  );
}

/** Files to download, one a line; who may change them takes them away here. */
export function FileList<File extends ListedFile>(props: {
  files: readonly File[];
  hrefOf: (file: File) => string;
  noteOf?: (file: File) => string | undefined;
  /** What stands in place of an empty list. */
  empty?: string;
  remove?:
    | {
        action: string;
        /** The name under which the file's id is sent. */
        field: string;
        label: (name: string) => string;
        text: string;
      }
    | undefined;
}) {
  const { files, hrefOf, noteOf, empty, remove } = props;
  if (files.length === 0) return empty ? <p className="text-ink-soft">{empty}</p> : null;
  return (
    <ul className="space-y-1">
      {files.map((file) => (
        <li
          key={file.id}
          data-testid="file"
          className="flex flex-wrap items-center justify-between gap-2"
        >
          <FileLink file={file} href={hrefOf(file)} note={noteOf?.(file)} />
          {remove ? (
            <RemoveFile
              action={remove.action}
              field={{ name: remove.field, value: file.id }}
              label={remove.label(file.name)}
            >
              {remove.text}
            </RemoveFile>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
