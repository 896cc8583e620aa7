// A button's panel: the button is there at once, what opens is loaded when it
// is wanted first.
import {
  type JSX,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from "react";
import { Part, part } from "./on_demand.js";

const Layer = part(async () => (await import("./layer.js")).Layer);

export type Placement =
  "bottom start" | "bottom end" | "top start" | "top end" | "end bottom";

/** What the button of a panel needs. */
export interface TriggerProps {
  readonly ref: RefObject<HTMLButtonElement | null>;
  readonly onPress: () => void;
  readonly "aria-haspopup": "dialog";
  readonly "aria-expanded": boolean;
}

export function Panel(props: {
  label: string;
  trigger: (props: TriggerProps) => ReactNode;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  placement?: Placement;
  isWide?: boolean;
  children: ReactNode;
}): JSX.Element {
  const { label, trigger, isOpen, setOpen, children } = props;
  const { placement = "bottom start", isWide = false } = props;
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      {trigger({
        ref: button,
        onPress: () => {
          setOpen(!isOpen);
        },
        "aria-haspopup": "dialog",
        "aria-expanded": isOpen,
      })}
      {isOpen && (
        <Part>
          <Layer
            label={label}
            button={button}
            placement={placement}
            isWide={isWide}
            setOpen={setOpen}
          >
            {children}
          </Layer>
        </Part>
      )}
    </>
  );
}

/** A panel that only its own button opens. */
export function OwnPanel(
  props: Omit<Parameters<typeof Panel>[0], "isOpen" | "setOpen">,
): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return <Panel {...props} isOpen={isOpen} setOpen={setOpen} />;
}
