// The column beside the chat: open where there is room, unless this browser has
// closed it; over the chat on demand where there is none.
import { useEffect, useState } from "react";

const stored_under = "parley.side";
/** As in agent.css. */
const roomy = "(width >= 1180px)";

export interface Side {
  readonly isOpen: boolean;
  readonly open: () => void;
  readonly close: () => void;
  readonly toggle: () => void;
}

export function useSide(): Side {
  const [isRoomy, setRoomy] = useState(() => matchMedia(roomy).matches);
  const [isKept, setKept] = useState(
    () => localStorage.getItem(stored_under) !== "closed",
  );
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const query = matchMedia(roomy);
    const changed = (): void => {
      setRoomy(query.matches);
    };
    query.addEventListener("change", changed);
    return () => {
      query.removeEventListener("change", changed);
    };
  }, []);
  const set = (isOpen: boolean): void => {
    if (!isRoomy) {
      setOver(isOpen);
      return;
    }
    setKept(isOpen);
    localStorage.setItem(stored_under, isOpen ? "open" : "closed");
  };
  const isOpen = isRoomy ? isKept : isOver;
  return {
    isOpen,
    open: () => {
      set(true);
    },
    close: () => {
      set(false);
    },
    toggle: () => {
      set(!isOpen);
    },
  };
}
