// A button that opens a small panel; Escape and a click elsewhere close it.
import type { ComponentChildren, VNode } from "preact";
import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks";

export function Menu(props: {
  label: string;
  testid: string;
  disabled?: boolean;
  children: (close: () => void) => ComponentChildren;
}): VNode {
  const { label, testid, disabled, children } = props;
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const panel = useId();
  const close = useCallback(() => {
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  }, []);
  useEffect(() => {
    if (!isOpen) return undefined;
    const outside = (event: PointerEvent): void => {
      const { target } = event;
      if (target instanceof Node && place.current?.contains(target)) return;
      setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
    };
  }, [isOpen]);
  return (
    <div
      class="menu"
      ref={place}
      onKeyDown={(event) => {
        if (event.key === "Escape" && isOpen) close();
      }}
    >
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={panel}
        disabled={disabled}
        data-testid={testid}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      {isOpen && (
        <div class="panel" id={panel} role="group" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
