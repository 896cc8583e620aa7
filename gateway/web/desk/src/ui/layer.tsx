// What a panel's button opens: loaded with the first one.
import type { JSX, ReactNode, RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { Placement } from "./panel.js";

export function Layer(props: {
  label: string;
  button: RefObject<HTMLElement | null>;
  placement: Placement;
  isWide: boolean;
  setOpen: (isOpen: boolean) => void;
  children: ReactNode;
}): JSX.Element {
  const { label, button, placement, isWide, setOpen, children } = props;
  return (
    <Popover
      className="popover"
      triggerRef={button}
      isOpen
      onOpenChange={setOpen}
      placement={placement}
      offset={6}
    >
      <Dialog
        className={isWide ? "panel panel-wide" : "panel"}
        aria-label={label}
      >
        {children}
      </Dialog>
    </Popover>
  );
}
