// Acts that the parts of the page offer at this moment. The palette lists them,
// shortcuts call them.
import {
  createContext,
  type JSX,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useState,
  useSyncExternalStore,
} from "react";
import {
  type ActId,
  catalogue,
  Keymap,
  keysOf,
  worksInText,
} from "./keymap.js";

export interface Act {
  /** One of the catalogue has its title and shortcut from there. */
  readonly id: ActId | `go:${string}`;
  readonly title?: string;
  readonly group?: string;
  /** More words to find it by. */
  readonly words?: string;
  readonly run: () => void;
}

export interface ListedAct {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly words: string;
  readonly keys: string | undefined;
  readonly run: () => void;
}

function isCatalogued(id: string): id is ActId {
  return Object.hasOwn(catalogue, id);
}

export class Acts {
  readonly keymap = new Keymap(localStorage);
  /** By the part that offers them. */
  private readonly offered_ = new Map<string, readonly Act[]>();

  offer(part: string, acts: readonly Act[]): void {
    this.offered_.set(part, acts);
  }

  withdraw(part: string): void {
    this.offered_.delete(part);
  }

  list(): readonly ListedAct[] {
    return [...this.offered_.values()].flat().map((act) => {
      const { id, words = "", run } = act;
      const row = isCatalogued(id) ? catalogue[id] : undefined;
      return {
        id,
        title: act.title ?? row?.title ?? id,
        group: act.group ?? row?.group ?? "Everywhere",
        words,
        keys: isCatalogued(id) ? this.keymap.of(id) : undefined,
        run,
      };
    });
  }

  /** @returns false if nobody offers it now. */
  run(id: string): boolean {
    const act = [...this.offered_.values()]
      .flat()
      .find((offered) => offered.id === id);
    act?.run();
    return act !== undefined;
  }
}

const ActsContext = createContext<Acts | undefined>(undefined);

export function useActs(): Acts {
  const acts = useContext(ActsContext);
  if (acts === undefined) throw new Error("there are no acts here");
  return acts;
}

/** Offers acts while the part is shown; those that are missing cannot be done now. */
export function useOffer(offered: readonly (Act | false | undefined)[]): void {
  const acts = useActs();
  const part = useId();
  useEffect(() => {
    acts.offer(
      part,
      offered.filter((act) => typeof act === "object"),
    );
  });
  useEffect(
    () => () => {
      acts.withdraw(part);
    },
    [acts, part],
  );
}

/** The keys of an act, as they are now. */
export function useKeysOf(act: ActId): string {
  const { keymap } = useActs();
  useSyncExternalStore(keymap.watch, keymap.state);
  return keymap.of(act);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement &&
        !["checkbox", "radio", "button"].includes(target.type)))
  );
}

export function Acting({ children }: { children: ReactNode }): JSX.Element {
  const [acts] = useState(() => new Acts());
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const keys = keysOf(event);
      if (keys === undefined) return;
      if (isWriting(event.target) && !worksInText(keys)) return;
      // A dialog has the keyboard for itself.
      if (document.querySelector("[role$=dialog]") !== null) return;
      const act = acts.keymap.actOf(keys);
      if (act !== undefined && acts.run(act)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("keydown", pressed);
    };
  }, [acts]);
  return <ActsContext value={acts}>{children}</ActsContext>;
}
