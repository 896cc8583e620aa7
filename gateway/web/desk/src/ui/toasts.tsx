// Short notices. They have a place of their own in the header, so they never
// cover anything that can be pressed (D-W11).
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import {
  createContext,
  type JSX,
  type ReactNode,
  useContext,
  useState,
  useSyncExternalStore,
} from "react";
import { IconButton } from "./button.js";

export type ToastTone = "good" | "bad" | "info";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
}

/** Milliseconds; longer texts take longer to read. */
const life = (text: string): number => 5_000 + text.length * 60;
const kept = 20;

export class Toasts {
  private list_: readonly Toast[] = [];
  private last_ = 0;
  private readonly watchers_ = new Set<() => void>();

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers_.add(watcher);
    return () => {
      this.watchers_.delete(watcher);
    };
  };

  readonly list = (): readonly Toast[] => this.list_;

  /** The same words again take the place of those that still stand there. */
  show(text: string, tone: ToastTone = "info"): void {
    this.last_ += 1;
    const id = this.last_;
    const others = this.list_.filter((toast) => toast.text !== text);
    this.set([...others, { id, text, tone }].slice(-kept));
    setTimeout(() => {
      this.dismiss(id);
    }, life(text));
  }

  dismiss(id: number): void {
    if (!this.list_.some((toast) => toast.id === id)) return;
    this.set(this.list_.filter((toast) => toast.id !== id));
  }

  private set(list: readonly Toast[]): void {
    this.list_ = list;
    for (const watcher of [...this.watchers_]) watcher();
  }
}

const ToastContext = createContext<Toasts | undefined>(undefined);

export function Toasting({ children }: { children: ReactNode }): JSX.Element {
  const [toasts] = useState(() => new Toasts());
  return <ToastContext value={toasts}>{children}</ToastContext>;
}

export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (toasts === undefined) throw new Error("no toasts here");
  return toasts;
}

const signs = { good: CircleCheck, bad: CircleAlert, info: Info };

/** Where they are shown: the newest, and how many stand behind it. */
export function ToastPlace(): JSX.Element {
  const toasts = useToasts();
  const list = useSyncExternalStore(toasts.watch, toasts.list);
  const newest = list.at(-1);
  return (
    <div className="toast-place" role="log" aria-label="Notices">
      {newest !== undefined && (
        <ShownToast
          key={newest.id}
          toast={newest}
          more={list.length - 1}
          dismiss={() => {
            toasts.dismiss(newest.id);
          }}
        />
      )}
    </div>
  );
}

function ShownToast(props: {
  toast: Toast;
  more: number;
  dismiss: () => void;
}): JSX.Element {
  const { toast, more, dismiss } = props;
  const Sign = signs[toast.tone];
  return (
    <div
      className="toast"
      data-tone={toast.tone}
      data-testid="toast"
      role={toast.tone === "bad" ? "alert" : "status"}
    >
      <Sign className="icon" aria-hidden />
      <span className="toast-text" title={toast.text}>
        {toast.text}
      </span>
      {more > 0 && <span className="faint small">+{more}</span>}
      <IconButton label="Dismiss" icon={X} size="small" onPress={dismiss} />
    </div>
  );
}
