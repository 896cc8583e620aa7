// The frame of what is beside a list: head, facts, acts.
import { type LucideIcon, X } from "lucide-react";
import type { JSX, ReactNode } from "react";
import { type ActId } from "../shell/keymap.js";
import { useKeysOf, useOffer } from "../shell/acts.js";
import { Button, IconButton, Keys } from "../ui/button.js";

export function Detail(props: {
  title: string;
  sign?: ReactNode;
  under?: ReactNode;
  close: () => void;
  children: ReactNode;
}): JSX.Element {
  const { title, sign, under, close, children } = props;
  useOffer([{ id: "supervise.close", run: close }]);
  return (
    <aside className="live-detail" aria-label={title} data-testid="live-detail">
      <header className="live-detail-head">
        {sign}
        <div className="live-detail-who">
          <h2 className="cut" title={title}>
            {title}
          </h2>
          {under !== undefined && <div className="pane-state">{under}</div>}
        </div>
        <IconButton
          label="Close the details"
          icon={X}
          keys={useKeysOf("supervise.close")}
          data-testid="close-detail"
          onPress={close}
        />
      </header>
      {children}
    </aside>
  );
}

export function LiveFact(props: {
  name: string;
  children: ReactNode;
}): JSX.Element {
  return (
    <div className="fact">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** A button of the details; its keys are shown and its act is in the palette. */
export function ActButton(props: {
  act: ActId;
  icon: LucideIcon;
  run: () => void;
  isDisabled?: boolean;
  isOn?: boolean;
  kind?: "plain" | "primary" | "danger";
  children: string;
  "data-testid": string;
}): JSX.Element {
  const { act, icon, run, isDisabled = false, isOn, children } = props;
  useOffer([!isDisabled && { id: act, run }]);
  return (
    <Button
      size="small"
      icon={icon}
      kind={props.kind ?? "plain"}
      isDisabled={isDisabled}
      data-testid={props["data-testid"]}
      onPress={run}
      {...(isOn !== undefined && { "aria-pressed": isOn })}
    >
      {children}
      <span className="act-keys">
        <Keys keys={useKeysOf(act)} />
      </span>
    </Button>
  );
}
