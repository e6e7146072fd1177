import { useEffect, useId, useRef, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass, type ButtonLook } from "./button.tsx";

const never = () => () => {};
const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/**
 * A button that asks before its work is done. The children are the question's
 * form: they say what will be lost and hold the submit button. Without
 * JavaScript the question folds out beneath the button.
 */
export function ConfirmDialog(props: {
  /** What the button says, and the title of the question. */
  action: string;
  title: string;
  look?: ButtonLook;
  /** The question stands open, as its form comes back to the person. */
  open?: boolean;
  children: ReactNode;
}) {
  const { action, title, look = "danger", open = false, children } = props;
  const { t } = useTranslation();
  const hydrated = useHydrated();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (hydrated && open && !dialog.current?.open) dialog.current?.showModal();
  }, [hydrated, open]);
  if (!hydrated)
    return (
      <details open={open}>
        <summary className={`${buttonClass(look)} list-none`}>{action}</summary>
        <div className="card mt-2 space-y-3">
          <p className="font-semibold">{title}</p>
          {children}
        </div>
      </details>
    );
  return (
    <>
      <Button type="button" look={look} onClick={() => dialog.current?.showModal()}>
        {action}
      </Button>
      <dialog ref={dialog} aria-labelledby={titleId} className="dialog">
        <div className="space-y-4">
          <h2 id={titleId}>{title}</h2>
          {children}
          <form method="dialog">
            <Button look="secondary">{t("common:action.cancel")}</Button>
          </form>
        </div>
      </dialog>
    </>
  );
}
