// Hooks of the desk: the model's changes, and a clock that ticks for all.
import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { DeskModel } from "./desk_model.js";

export const ModelContext = createContext<DeskModel | undefined>(undefined);

export function useModel(): DeskModel {
  const model = useContext(ModelContext);
  if (model === undefined) throw new Error("there is no model here");
  return model;
}

/** Draws again whenever the model changes. */
export function useChanges(model: DeskModel): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(
    () =>
      model.watch(() => {
        draw(undefined);
      }),
    [model],
  );
}

const tickers = new Set<() => void>();
let timer: number | undefined;

function tick(): void {
  for (const ticker of [...tickers]) ticker();
}

/** The server's time, every second. */
export function useNow(): number {
  const { client } = useModel();
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const ticker = (): void => {
      draw(undefined);
    };
    tickers.add(ticker);
    timer ??= window.setInterval(tick, 1000);
    return () => {
      tickers.delete(ticker);
      if (tickers.size > 0) return;
      window.clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return client.now();
}
