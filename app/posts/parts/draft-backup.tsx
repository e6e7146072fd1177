import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDebouncedCallback } from "use-debounce";
import { formFields } from "#app/forms/form-fields.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { useFormat } from "#app/i18n/use-format.ts";

interface Backup {
  at: string;
  fields: [string, string][];
}

const pause = 600;

/**
 * Keeps what is typed in this browser until it is saved, so that a crash, a
 * closed tab or a lost connection takes nothing. Offers it back on return.
 */
export function DraftBackup(props: { formId: string; storageKey: string; saved: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { formId, storageKey, saved } = props;
  const [found, setFound] = useState<Backup | null>(null);

  const keep = useDebouncedCallback((form: HTMLFormElement) => {
    const fields = [...new FormData(form)].filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    localStorage.setItem(storageKey, JSON.stringify({ at: new Date().toISOString(), fields }));
  }, pause);

  useEffect(() => {
    if (saved) setFound(readBackup(storageKey));
    const form = document.getElementById(formId);
    if (!(form instanceof HTMLFormElement)) return;
    const typed = () => keep(form);
    form.addEventListener("input", typed);
    return () => {
      keep.cancel();
      form.removeEventListener("input", typed);
    };
  }, [formId, keep, storageKey, saved]);

  if (!found) return null;
  const discard = () => {
    localStorage.removeItem(storageKey);
    setFound(null);
  };
  return (
    <Notice>
      <div className="flex flex-wrap items-center gap-3">
        <span>{t("posts:backup", { time: format.dateTime(found.at) })}</span>
        <Button
          type="button"
          look="secondary"
          onClick={() => restore(formId, found, () => setFound(null))}
        >
          {t("posts:restore")}
        </Button>
        <Button type="button" look="quiet" onClick={discard}>
          {t("posts:discard")}
        </Button>
      </div>
    </Notice>
  );
}

/** Names the copy of one person's unsaved text of a post, or of a new one. */
export const backupKeyOf = (userId: string, post: string): string => `duijie:${userId}:${post}`;

/** Once the text is on the server it is safe there, and its copy here is not offered again. */
export function useForgottenBackups(props: {
  kind: string;
  postId: string;
  typedBy: string | undefined;
  saved: boolean;
  revision: number;
}): void {
  const { kind, postId, typedBy, saved, revision } = props;
  useEffect(() => {
    if (!saved || typedBy === undefined) return;
    localStorage.removeItem(backupKeyOf(typedBy, postId));
    localStorage.removeItem(backupKeyOf(typedBy, `new:${kind}`));
  }, [kind, postId, typedBy, saved, revision]);
}

function readBackup(storageKey: string): Backup | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    const whole =
      typeof stored === "object" && stored !== null && "at" in stored && "fields" in stored;
    return whole ? (stored as Backup) : null;
  } catch {
    return null;
  }
}

/** What a form says of itself and of the text that it changes: this is taken from the page as it is now. */
const ofPage = [formFields.token, formFields.name, "version"];

/** Sends the kept fields to the server, which checks them and gives them back in the form. */
function restore(formId: string, { fields }: Backup, done: () => void): void {
  const form = document.getElementById(formId);
  if (!(form instanceof HTMLFormElement)) return;
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  const current = new FormData(form);
  const sent: [string, string][] = [
    ...fields.filter(([name]) => name !== formFields.step && !ofPage.includes(name)),
    ...ofPage.flatMap((name): [string, string][] => {
      const value = current.get(name);
      return typeof value === "string" ? [[name, value]] : [];
    }),
    [formFields.step, "restore"],
  ];
  for (const [name, value] of sent) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    again.append(input);
  }
  document.body.append(again);
  done();
  again.submit();
}
