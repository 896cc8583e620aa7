// Asking a question from anywhere: `if (await ask({...})) ...`.
import {
  createContext,
  type JSX,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
} from "react";
import type { Question } from "./dialog.js";
import { Part, part } from "./on_demand.js";

const Confirm = part(async () => (await import("./dialog.js")).Confirm);

type Ask = (question: Question) => Promise<boolean>;

interface Asked {
  readonly question: Question;
  readonly settle: (isYes: boolean) => void;
}

const AskContext = createContext<Ask | undefined>(undefined);

export function useAsk(): Ask {
  const ask = useContext(AskContext);
  if (ask === undefined) throw new Error("nobody asks here");
  return ask;
}

export function Asking({ children }: { children: ReactNode }): JSX.Element {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const ask = useCallback<Ask>(
    (question) =>
      new Promise((settle) => {
        setAsked((before) => [...before, { question, settle }]);
      }),
    [],
  );
  const first = useMemo(() => asked[0], [asked]);
  return (
    <AskContext value={ask}>
      {children}
      {first !== undefined && (
        <Part>
          <Confirm
            question={first.question}
            answer={(isYes) => {
              first.settle(isYes);
              setAsked((before) => before.slice(1));
            }}
          />
        </Part>
      )}
    </AskContext>
  );
}
