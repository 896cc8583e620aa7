// Where one is in the desk. Leaving a form with unsaved changes asks first,
// whichever way one leaves: link, back button, closing the tab.
import {
  createContext,
  type JSX,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
} from "react";
import { type BaseLocationHook, Router } from "wouter";
import { navigate, useBrowserLocation } from "wouter/use-browser-location";
import { useAsk } from "../ui/ask.js";

interface Guard {
  /** How many forms hold unsaved changes. */
  readonly hold: () => () => void;
  readonly mayLeave: () => Promise<boolean>;
}

const GuardContext = createContext<Guard | undefined>(undefined);

const question = {
  title: "Leave without saving?",
  text: "What you changed here is not saved. It is lost when you leave.",
  yes: "Leave",
  no: "Stay",
  isDangerous: true,
} as const;

export function Places({ children }: { children: ReactNode }): JSX.Element {
  const ask = useAsk();
  const held = useRef(0);
  const here = useRef(location.href);
  const guard = useMemo<Guard>(
    () => ({
      hold: () => {
        held.current += 1;
        return () => {
          held.current -= 1;
        };
      },
      mayLeave: async () => held.current === 0 || (await ask(question)),
    }),
    [ask],
  );
  useEffect(() => {
    const closing = (event: BeforeUnloadEvent): void => {
      if (held.current > 0) event.preventDefault();
    };
    // The browser has gone back already: return, ask, and go again.
    const back = (event: PopStateEvent): void => {
      const wanted = location.href;
      if (held.current === 0 || wanted === here.current) {
        here.current = wanted;
        return;
      }
      event.stopImmediatePropagation();
      history.pushState(null, "", here.current);
      void guard.mayLeave().then((may) => {
        if (!may) return;
        held.current = 0;
        navigate(wanted.slice(location.origin.length));
        here.current = location.href;
      });
    };
    window.addEventListener("beforeunload", closing);
    window.addEventListener("popstate", back, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", closing);
      window.removeEventListener("popstate", back, { capture: true });
    };
  }, [guard]);
  const hook = useCallback<BaseLocationHook>(() => {
    // eslint-disable-next-line react-hooks/rules-of-hooks -- a hook for the router
    const [path, go] = useBrowserLocation();
    const guarded: typeof go = (to, options) => {
      void guard.mayLeave().then((may) => {
        if (!may) return;
        held.current = 0;
        go(to, options);
        here.current = location.href;
      });
    };
    return [path, guarded];
  }, [guard]);
  return (
    <GuardContext value={guard}>
      <Router base="/desk" hook={hook}>
        {children}
      </Router>
    </GuardContext>
  );
}

/** While this is true, leaving the place asks first. */
export function useUnsaved(isDirty: boolean): void {
  const guard = useContext(GuardContext);
  useEffect(() => (isDirty ? guard?.hold() : undefined), [guard, isDirty]);
}
