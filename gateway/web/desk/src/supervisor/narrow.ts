// Is there room for all columns? Details take some of it.
import { useSyncExternalStore } from "react";

const roomy = "(width >= 1150px)";
const roomyBesideDetails = "(width >= 1700px)";

const phone = "(width < 700px)";

/** Only what one must know has a column there. */
export function useIsPhone(): boolean {
  return useMatches(phone);
}

export function useIsNarrow(hasDetail: boolean): boolean {
  return !useMatches(hasDetail ? roomyBesideDetails : roomy);
}

function useMatches(text: string): boolean {
  const query = matchMedia(text);
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener("change", changed);
      return () => {
        query.removeEventListener("change", changed);
      };
    },
    () => query.matches,
  );
}
