import { Link } from "@remix-run/react";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";

export interface Toast {
  /** The same id is shown once, also after it was dismissed. */
  id: string;
  title: string;
  lines: string[];
  href: string;
}

const lifetime = 12_000;
/** Messages on show at once; the oldest gives way, the notification centre keeps it. */
const most = 4;
const ToastContext = createContext<(toast: Toast) => void>(() => {});

/** Shows a message over the page, once per id. */
export const useToast = () => useContext(ToastContext);

/** Where messages over the page appear; they are read out and leave by themselves unless looked at. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const known = useRef(new Set<string>());
  const show = useCallback((toast: Toast) => {
    if (known.current.has(toast.id)) return;
    known.current.add(toast.id);
    setToasts((shown) => [...shown.slice(1 - most), toast]);
  }, []);
  const dismiss = useCallback(
    (id: string) => setToasts((shown) => shown.filter((toast) => toast.id !== id)),
    [],
  );
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div
        role="region"
        aria-label={t("common:toasts.label")}
        aria-live="polite"
        className="no-print fixed inset-x-3 bottom-3 z-50 space-y-2 sm:left-auto sm:w-96"
      >
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onDismiss={dismiss} />
        ))}
      </div>
    </ToastContext.Provider>
  );
}

function ToastCard({ toast, onDismiss }: { toast: Toast; onDismiss: (id: string) => void }) {
  const { t } = useTranslation();
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = hovered || focused;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onDismiss(toast.id), lifetime);
    return () => clearTimeout(timer);
  }, [held, onDismiss, toast.id]);
  return (
    <div
      data-testid="toast"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      className="flex gap-3 rounded-md border border-line-strong bg-surface p-3 shadow-lg"
    >
      <div className="grow">
        <Link
          to={toast.href}
          className="font-semibold text-accent"
          onClick={() => onDismiss(toast.id)}
        >
          {toast.title}
        </Link>
        {toast.lines.map((line) => (
          <p key={line} className="text-sm text-ink-soft">
            {line}
          </p>
        ))}
      </div>
      <button
        type="button"
        aria-label={t("common:toasts.dismiss", { title: toast.title })}
        onClick={() => onDismiss(toast.id)}
        className="size-8 shrink-0 rounded hover:bg-sunken"
      >
        <span aria-hidden>×</span>
      </button>
    </div>
  );
}
