// Hooks of the desk: the model's changes, and clocks that tick when their
// second is over.
import {
  createContext,
  useContext,
  useEffect,
  useReducer,
  useSyncExternalStore,
} from "react";
import type { DeskModel } from "./desk_model.js";

export const ModelContext = createContext<DeskModel | undefined>(undefined);

/** The model, wherever there may be a desk. */
export function useAnyModel(): DeskModel | undefined {
  return useContext(ModelContext);
}

export function useModel(): DeskModel {
  const model = useAnyModel();
  if (model === undefined) throw new Error("there is no model here");
  return model;
}

/** Draws again whenever the model changes. */
export function useChanges(model: DeskModel): void {
  useSyncExternalStore(model.watch, model.version);
}

/** Milliseconds until the next whole second after `phase`. */
export function untilNextSecond(now: number, phase: number): number {
  const over = (now - phase) % 1000;
  return 1000 - (over < 0 ? over + 1000 : over);
}

/**
 * The server's time, again at each whole second counted from `phase`: a timer
 * that began there changes its digits just then, and none is skipped.
 */
export function useNow(phase: number): number {
  const { client } = useModel();
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let timer: number;
    const again = (): void => {
      draw();
      // A few more: a timer that is early would show the same digits twice.
      timer = window.setTimeout(
        again,
        untilNextSecond(client.now(), phase) + 5,
      );
    };
    timer = window.setTimeout(again, untilNextSecond(client.now(), phase) + 5);
    const shown = (): void => {
      if (document.visibilityState === "visible") draw();
    };
    document.addEventListener("visibilitychange", shown);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener("visibilitychange", shown);
    };
  }, [client, phase]);
  return client.now();
}
