// What a place shows while it has nothing to show: it loads, is empty, or went
// wrong. Each says what to do next.
import { type LucideIcon, TriangleAlert } from "lucide-react";
import { type JSX, type ReactNode, useEffect, useState } from "react";
import { ProgressBar } from "react-aria-components/ProgressBar";
import { wordsOf } from "../rest/client.js";
import { Button } from "./button.js";

/** Milliseconds; what is done before needs no sign of work. */
const patience = 400;

/** True once it has lasted longer than people wait without a sign. */
export function useIsSlow(isBusy: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!isBusy) return undefined;
    const timer = window.setTimeout(() => {
      setSlow(true);
    }, patience);
    return () => {
      window.clearTimeout(timer);
      setSlow(false);
    };
  }, [isBusy]);
  return isBusy && slow;
}

export function Loading({ what = "Loading" }: { what?: string }): JSX.Element {
  const isSlow = useIsSlow(true);
  return (
    <div className="state" data-testid="loading" aria-busy>
      {isSlow && (
        <ProgressBar aria-label={what} isIndeterminate className="progress">
          <span className="progress-track">
            <span className="progress-fill" />
          </span>
          <span className="soft small">{what}…</span>
        </ProgressBar>
      )}
    </div>
  );
}

export function Empty(props: {
  icon: LucideIcon;
  title: string;
  /** What to do. */
  children?: ReactNode;
  action?: ReactNode;
  "data-testid"?: string;
}): JSX.Element {
  const { icon: Icon, title, children, action } = props;
  return (
    <div className="state" data-testid={props["data-testid"]}>
      <span className="state-sign" aria-hidden>
        <Icon className="icon" />
      </span>
      <p className="state-title">{title}</p>
      {children !== undefined && <div className="soft small">{children}</div>}
      {action}
    </div>
  );
}

export function Failed(props: {
  why: unknown;
  again?: () => void;
}): JSX.Element {
  return (
    <div className="state" role="alert" data-testid="failed">
      <span className="state-sign" data-kind="bad" aria-hidden>
        <TriangleAlert className="icon" />
      </span>
      <p className="state-title">{wordsOf(props.why)}</p>
      {props.again && <Button onPress={props.again}>Try again</Button>}
    </div>
  );
}
