// Buttons. Every act has words; one that shows only a sign has them for screen
// readers and as a tip.
import type { LucideIcon } from "lucide-react";
import type { JSX, ReactNode, Ref } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from "react-aria-components/Button";
import { Tooltip, TooltipTrigger } from "react-aria-components/Tooltip";

export interface ButtonProps extends Omit<
  AriaButtonProps,
  "className" | "style" | "children"
> {
  readonly kind?: "plain" | "primary" | "quiet" | "danger";
  readonly size?: "small" | "normal" | "large";
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
  /** For tests. */
  readonly "data-testid"?: string;
}

export function Button({
  kind = "plain",
  size = "normal",
  icon: Icon,
  children,
  ...rest
}: ButtonProps): JSX.Element {
  return (
    <AriaButton {...rest} className="button" data-kind={kind} data-size={size}>
      {Icon && <Icon className="icon" aria-hidden />}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<
  ButtonProps,
  "children" | "icon"
> {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shown in the tip beside the words. */
  readonly keys?: string | undefined;
  readonly placement?: "top" | "bottom" | "end";
  readonly badge?: ReactNode;
}

export function IconButton({
  label,
  icon: Icon,
  kind = "quiet",
  size = "normal",
  keys,
  placement = "bottom",
  badge,
  ...rest
}: IconButtonProps): JSX.Element {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        {...rest}
        aria-label={label}
        className="button icon-only"
        data-kind={kind}
        data-size={size}
      >
        <Icon className="icon" aria-hidden />
        {badge}
      </AriaButton>
      <Tooltip className="tip" placement={placement} offset={6}>
        {label}
        {keys !== undefined && <Keys keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** A shortcut as its keys, for example `mod+k`. */
export function Keys(props: {
  keys: string;
  /** Beside an act they are read out by no one; by themselves they are. */
  isSpoken?: boolean;
}): JSX.Element {
  const { keys, isSpoken = false } = props;
  return (
    <span className="keys" aria-hidden={!isSpoken}>
      {keys.split("+").map((key) => (
        <kbd key={key}>{keyWord(key)}</kbd>
      ))}
    </span>
  );
}

const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator.userAgent);

export function keyWord(key: string): string {
  switch (key) {
    case "mod":
      return isApple ? "⌘" : "Ctrl";
    case "alt":
      return isApple ? "⌥" : "Alt";
    case "shift":
      return "⇧";
    case "enter":
      return "↵";
    case "escape":
      return "Esc";
    case "arrowup":
      return "↑";
    case "arrowdown":
      return "↓";
    default:
      return key.length === 1 ? key.toUpperCase() : key;
  }
}
