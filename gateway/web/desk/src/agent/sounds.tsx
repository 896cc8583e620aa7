// Which sounds, how loud, and whether they can be heard.
import { type JSX, useState } from "react";
import { Button } from "../ui/button.js";
import { Checkbox } from "../ui/fields.js";
import type { Sound } from "./bell.js";
import { useModel } from "./hooks.js";

const soundWords: readonly { sound: Sound; title: string }[] = [
  { sound: "chat", title: "A new chat" },
  { sound: "message", title: "A message in a chat you do not look at" },
  { sound: "call", title: "A call that rings" },
];

export default function Sounds(props: { changed: () => void }): JSX.Element {
  const { bell } = useModel();
  const [settings, setSettings] = useState(bell.settings);
  const [heard, setHeard] = useState<"yes" | "no">();
  const set = (change: Partial<typeof settings>): void => {
    bell.set(change);
    setSettings(bell.settings);
    props.changed();
  };
  const test = (sound: Sound): void => {
    void bell.play(sound).then((isHeard) => {
      setHeard(isHeard ? "yes" : "no");
    });
  };
  return (
    <>
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
    </>
  );
}
