// Who works here, in which state and since when; the menu to change that.
import type { AgentStatus } from "@parley/client";
import { Bell, BellOff, ChevronDown, CircleCheck, Coffee } from "lucide-react";
import { type JSX, lazy, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { useOffer } from "../shell/acts.js";
import { Who } from "../shell/shell.js";
import { Button, IconButton } from "../ui/button.js";
import { Checkbox } from "../ui/fields.js";
import { OwnPanel, Panel } from "../ui/panel.js";
import { Tag } from "../ui/parts.js";
import { Elapsed } from "./clocks.js";
import { useModel } from "./hooks.js";
import { statusWords } from "./words.js";

const Sounds = lazy(() => import("./sounds.js"));

export function StatusBar(): JSX.Element {
  const { client } = useModel();
  const { me, status } = client;
  const breakName = me?.break_reasons.find(
    ({ id }) => id === status?.reason,
  )?.name;
  return (
    <>
      <Who {...(me && { name: me.name, company: me.company_name })} />
      {status !== undefined && (
        <StatusMenu
          status={status.status}
          name={
            breakName === undefined
              ? statusWords[status.status]
              : `${statusWords[status.status]}: ${breakName}`
          }
          since={status.since}
        />
      )}
      {status?.break_after_work === true && (
        <Tag tone="warn" data-testid="break-after-work">
          Break after current work
        </Tag>
      )}
      {status !== undefined && (
        <span className="soft small held-count" data-testid="held">
          {status.held} of {status.maximum} chats
        </span>
      )}
    </>
  );
}

function StatusMenu(props: {
  status: AgentStatus;
  name: string;
  since: number;
}): JSX.Element {
  const { status, name, since } = props;
  const { client } = useModel();
  const [isOpen, setOpen] = useState(false);
  const [afterWork, setAfterWork] = useState(false);
  const reasons = client.me?.break_reasons ?? [];
  const available = (): void => {
    setOpen(false);
    void client.setStatus({ available: true });
  };
  const goOn = (reason: string): void => {
    setOpen(false);
    void client.setStatus({ reason, afterWork });
  };
  useOffer([
    {
      id: "status.menu",
      run: () => {
        setOpen(true);
      },
    },
    {
      id: "go:status-available",
      title: "Available",
      group: "Status",
      run: available,
    },
    ...reasons.map((reason) => ({
      id: `go:break-${reason.id}` as const,
      title: `Break: ${reason.name}`,
      group: "Status",
      run: () => {
        goOn(reason.id);
      },
    })),
  ]);
  return (
    <Panel
      label="Change your status"
      isOpen={isOpen}
      setOpen={setOpen}
      trigger={(trigger) => (
        <AriaButton
          {...trigger}
          className="status"
          data-testid="status-menu"
          isDisabled={client.connection.name !== "ready"}
        >
          <span
            className="status-words"
            data-testid="status"
            data-status={status}
          >
            <span className="dot" data-status={status} aria-hidden />
            <span className="cut" data-testid="status-name">
              {name}
            </span>
            <Elapsed since={since} data-testid="status-time" />
          </span>
          <span className="hidden-text">Change your status</span>
          <ChevronDown className="icon" aria-hidden />
        </AriaButton>
      )}
    >
      <Button
        kind="quiet"
        icon={CircleCheck}
        data-testid="status-available"
        onPress={available}
      >
        Available
      </Button>
      {reasons.map(({ id, name: reason }) => (
        <Button
          key={id}
          kind="quiet"
          icon={Coffee}
          data-testid="status-break"
          onPress={() => {
            goOn(id);
          }}
        >
          Break: {reason}
        </Button>
      ))}
      <div className="panel-foot">
        <Checkbox
          isSelected={afterWork}
          onChange={setAfterWork}
          hint="The break begins when nothing is active any more."
        >
          after current work
        </Checkbox>
      </div>
    </Panel>
  );
}

/** The bell: which sounds, how loud, and whether they can be heard. */
export function StatusTools(): JSX.Element {
  const { bell } = useModel();
  const [isOn, setOn] = useState(bell.isOn);
  return (
    <OwnPanel
      label="Sounds"
      placement="bottom end"
      isWide
      trigger={(trigger) => (
        <IconButton
          {...trigger}
          label="Sounds"
          icon={isOn ? Bell : BellOff}
          data-testid="sounds"
        />
      )}
    >
      <Sounds
        changed={() => {
          setOn(bell.isOn);
        }}
      />
    </OwnPanel>
  );
}
