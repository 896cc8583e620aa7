// Settings of a company that are tables: channels (I7, P5), and which channel
// may interrupt which (I8).
import type { JSX } from "react";
import { Select } from "../ui/choices.js";
import { NumberField } from "../ui/fields.js";
import type { Settings } from "./company_store.js";
import type { ObjectForm } from "./object_form.js";
import { channels, one_item } from "./words.js";

type FormOf = { form: ObjectForm<Settings> };
type Interruption = NonNullable<Settings["interruptions"]>[number];

export function ChannelTable({ form }: FormOf): JSX.Element {
  const settings = form.values.channels ?? {};
  const error = form.errorAt("channels");
  return (
    <div className="table-scroll">
      {error !== undefined && (
        <p className="field-error part-inside">{error}</p>
      )}
      <table className="matrix choices" aria-label="Channels">
        <thead>
          <tr>
            <th scope="col">Channel</th>
            <th scope="col">Allocate automatically</th>
            <th scope="col">Exclusive</th>
          </tr>
        </thead>
        <tbody>
          {channels.map(({ id, label }) => {
            const { automatic = true, exclusive = false } = settings[id] ?? {};
            const put = (now: object): void => {
              const one = { automatic, exclusive, ...now };
              form.put("channels", { ...settings, [id]: one });
            };
            return (
              <tr key={id}>
                <th scope="row">{label}</th>
                <td>
                  <input
                    type="checkbox"
                    className="checkbox"
                    aria-label={`${label}: allocate automatically`}
                    checked={automatic}
                    // P5: nobody can pick a call by hand.
                    disabled={form.isFixed || id === "call"}
                    data-testid={`automatic-${id}`}
                    onChange={(event) => {
                      put({ automatic: event.target.checked });
                    }}
                  />
                </td>
                <td>
                  <input
                    type="checkbox"
                    className="checkbox"
                    aria-label={`${label}: exclusive`}
                    checked={exclusive}
                    disabled={form.isFixed}
                    data-testid={`exclusive-${id}`}
                    onChange={(event) => {
                      put({ exclusive: event.target.checked });
                    }}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const outcomes = [
  { id: "no", label: "Waits" },
  { id: "park", label: "Parks it" },
  { id: "requeue", label: "Puts it back" },
];

export function InterruptionTable({ form }: FormOf): JSX.Element {
  const all = form.values.interruptions ?? [];
  const error = form.errorAt("interruptions");
  // A call is never interrupted.
  const interrupted = channels.filter(({ id }) => id !== "call");
  return (
    <div className="table-scroll">
      {error !== undefined && (
        <p className="field-error part-inside">{error}</p>
      )}
      <table
        className="matrix choices interruptions"
        aria-label="Interruptions"
        data-testid="interruptions"
      >
        <thead>
          <tr>
            <th scope="col">What comes</th>
            {interrupted.map(({ id }) => (
              <th scope="col" key={id}>
                … to {one_item[id]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {channels.map(({ id: by, label }) => (
            <tr key={by}>
              <th scope="row">{label}</th>
              {interrupted.map(({ id: of }) => {
                if (by === of) return <td key={of} aria-label="never" />;
                const found = all.find((one) => one.by === by && one.of === of);
                return (
                  <td key={of}>
                    <Select
                      label={`${label} to ${one_item[of]}`}
                      options={outcomes}
                      value={found?.then ?? "no"}
                      isDisabled={form.isFixed}
                      data-testid={`interrupts-${by}-${of}`}
                      onChange={(then) => {
                        const others = all.filter((one) => one !== found);
                        const now = { by, of, then } as Interruption;
                        form.put(
                          "interruptions",
                          then === "no" ? others : [...others, now],
                        );
                      }}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const megabyte = 1024 * 1024;

export function FileSize({ form }: FormOf): JSX.Element {
  const bytes = form.get("files.bytes_max");
  return (
    <NumberField
      label="Largest file"
      unit="MB"
      isRequired
      value={typeof bytes === "number" ? bytes / megabyte : undefined}
      error={form.errorAt("files.bytes_max")}
      isDisabled={form.isFixed}
      data-testid="field-files.bytes_max"
      onChange={(count) => {
        form.put(
          "files.bytes_max",
          count === undefined ? undefined : count * megabyte,
        );
      }}
    />
  );
}

export function checkFileSize(settings: Settings): Record<string, string> {
  const { on = true, bytes_max: bytes } = settings.files ?? {};
  if (!on) return {};
  const isIn = bytes !== undefined && bytes >= 1 && bytes <= 100 * megabyte;
  return isIn ? {} : { "files.bytes_max": "Needs 1 to 100 MB." };
}
