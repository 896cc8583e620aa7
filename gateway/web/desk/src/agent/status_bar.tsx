// Who works here, in which state and since when; the menu to change that.
import type { AgentStatus } from "@parley/client";
import { Bell, BellOff, ChevronDown, CircleCheck, Coffee } from "lucide-react";
import { type JSX, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useOffer } from "../shell/acts.js";
import { Who } from "../shell/shell.js";
import { Button, IconButton } from "../ui/button.js";
import { Checkbox } from "../ui/fields.js";
import { Tag } from "../ui/parts.js";
import type { Sound } from "./bell.js";
import { Elapsed } from "./clocks.js";
import { useModel } from "./hooks.js";
import { statusWords } from "./words.js";

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
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <AriaButton
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
      <Popover className="popover" placement="bottom start" offset={6}>
        <Dialog className="panel" aria-label="Change your status">
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
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

const soundWords: readonly { sound: Sound; title: string }[] = [
  { sound: "chat", title: "A new chat" },
  { sound: "message", title: "A message in a chat you do not look at" },
  { sound: "call", title: "A call that rings" },
];

/** The bell: which sounds, how loud, and whether they can be heard. */
export function StatusTools(): JSX.Element {
  const { bell } = useModel();
  const [settings, setSettings] = useState(bell.settings);
  const [heard, setHeard] = useState<"yes" | "no">();
  const isOn = settings.chat || settings.message || settings.call;
  const set = (change: Partial<typeof settings>): void => {
    bell.set(change);
    setSettings(bell.settings);
  };
  const test = (sound: Sound): void => {
    void bell.play(sound).then((isHeard) => {
      setHeard(isHeard ? "yes" : "no");
    });
  };
  return (
    <DialogTrigger>
      <IconButton
        label="Sounds"
        icon={isOn ? Bell : BellOff}
        data-testid="sounds"
      />
      <Popover className="popover" placement="bottom end" offset={6}>
        <Dialog className="panel panel-wide" aria-label="Sounds">
          <h2>Sounds</h2>
          {soundWords.map(({ sound, title }) => (
            <div className="row sound-row" key={sound}>
              <Checkbox
                isSelected={settings[sound]}
                onChange={(isSelected) => {
                  set({ [sound]: isSelected });
                }}
              >
                {title}
              </Checkbox>
              <span className="space" />
              <Button
                size="small"
                aria-label={`Play: ${title}`}
                data-testid={`sound-test-${sound}`}
                onPress={() => {
                  test(sound);
                }}
              >
                Play
              </Button>
            </div>
          ))}
          <label className="sound-volume">
            <span>Loudness</span>
            <input
              type="range"
              min={0}
              max={100}
              step={5}
              value={Math.round(settings.volume * 100)}
              onChange={(event) => {
                set({ volume: Number(event.target.value) / 100 });
              }}
            />
          </label>
          <p className="small soft" role="status" data-testid="sound-result">
            {heard === "yes" &&
              "It was played. Did you hear it? If not, look at the loudness of your computer."}
            {heard === "no" &&
              "This browser does not play sounds here. Allow sounds for this site, or look for a sound device."}
            {heard === undefined && "Play one to test whether you hear it."}
          </p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
