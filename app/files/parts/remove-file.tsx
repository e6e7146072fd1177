import { useFetcher } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { FieldError } from "#app/ui/fields.tsx";

/** Takes a file away; why that was refused is said beside the button. */
export function RemoveFile(props: {
  action: string;
  /** Which of several, as the place of files reads it. */
  field?: { name: string; value: string };
  /** When the words alone do not say which file. */
  label?: string;
  children: ReactNode;
}) {
  const { action, field, label, children } = props;
  const fetcher = useFetcher<{ error: string | null }>();
  const error = fetcher.data?.error;
  const id = `remove-${field?.value ?? "file"}`;
  return (
    <fetcher.Form method="post" action={action}>
      <FieldError field={{ id, name: "remove", errors: error ? [error] : undefined }} />
      {field ? <input type="hidden" {...field} /> : null}
      <Button look="quiet" aria-label={label} pending={fetcher.state !== "idle"}>
        {children}
      </Button>
    </fetcher.Form>
  );
}
