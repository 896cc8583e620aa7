// A button that opens a list of acts or of things to choose from.
import { Check, type LucideIcon } from "lucide-react";
import type { JSX, ReactNode, RefObject } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection,
  MenuTrigger,
} from "react-aria-components/Menu";
import { Header } from "react-aria-components/Header";
import { Popover } from "react-aria-components/Popover";
import { Separator } from "react-aria-components/Separator";
import { Keys } from "./button.js";

export function Menu(props: {
  /** The button. */
  trigger: ReactNode;
  label: string;
  placement?: "bottom start" | "bottom end" | "top start" | "end bottom";
  children: ReactNode;
}): JSX.Element {
  const { trigger, label, placement = "bottom start", children } = props;
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" placement={placement} offset={6}>
        <AriaMenu className="menu" aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** The same for a button that is not in this part of the page. */
export function OpenMenu(props: {
  label: string;
  button: RefObject<HTMLElement | null>;
  placement: "bottom start" | "bottom end" | "top start" | "end bottom";
  close: () => void;
  children: ReactNode;
}): JSX.Element {
  const { label, button, placement, close, children } = props;
  return (
    <Popover
      className="popover"
      aria-label={label}
      triggerRef={button}
      isOpen
      onOpenChange={close}
      placement={placement}
      offset={6}
    >
      <AriaMenu
        className="menu"
        aria-label={label}
        autoFocus="first"
        onClose={close}
      >
        {children}
      </AriaMenu>
    </Popover>
  );
}

export function MenuItem(props: {
  icon?: LucideIcon;
  children: ReactNode;
  hint?: ReactNode;
  keys?: string | undefined;
  kind?: "plain" | "danger";
  isChosen?: boolean;
  isDisabled?: boolean;
  onAction: () => void;
  /** For typing to it; the words if they are text. */
  textValue?: string;
  "data-testid"?: string;
}): JSX.Element {
  const { icon: Icon, children, hint, keys, kind, isChosen, onAction } = props;
  const text =
    props.textValue ?? (typeof children === "string" ? children : undefined);
  return (
    <AriaMenuItem
      className="menu-item"
      onAction={onAction}
      isDisabled={props.isDisabled ?? false}
      data-kind={kind}
      data-testid={props["data-testid"]}
      {...(text !== undefined && { textValue: text })}
    >
      {Icon && <Icon className="icon" aria-hidden />}
      <span className="menu-words">
        <span className="cut">{children}</span>
        {hint !== undefined && <span className="menu-hint">{hint}</span>}
      </span>
      {isChosen === true && <Check className="icon" aria-label="chosen" />}
      {keys !== undefined && <Keys keys={keys} />}
    </AriaMenuItem>
  );
}

export function MenuPart(props: {
  title: string;
  children: ReactNode;
}): JSX.Element {
  return (
    <MenuSection className="menu-part">
      <Header className="menu-title">{props.title}</Header>
      {props.children}
    </MenuSection>
  );
}

export function MenuLine(): JSX.Element {
  return <Separator className="menu-line" />;
}
