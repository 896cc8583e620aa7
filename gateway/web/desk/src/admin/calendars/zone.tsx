// The time zone of a calendar, found by typing.
import { type JSX, useMemo } from "react";
import { ComboBox } from "../../ui/choices.js";
import type { ObjectForm } from "../object_form.js";
import type { Calendar } from "./hours.js";

/** What its clocks show now: `UTC+01:00`. */
function offsetOf(zone: string): string {
  try {
    const parts = new Intl.DateTimeFormat("en", {
      timeZone: zone,
      timeZoneName: "longOffset",
    }).formatToParts(Date.now());
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    return name.replace("GMT", "UTC");
  } catch {
    return "";
  }
}

export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function Zone({ form }: { form: ObjectForm<Calendar> }): JSX.Element {
  const { zone } = form.values;
  const zones = useMemo(() => {
    const all = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
    if (zone !== undefined && zone !== "") all.add(zone);
    return [...all].map((id) => ({ id, label: id.replaceAll("_", " ") }));
  }, [zone]);
  const offset = zone === undefined || zone === "" ? "" : offsetOf(zone);
  return (
    <ComboBox
      label="Time zone"
      hint={`${offset === "" ? "" : `Now ${offset}. `}Hours are local times there, right over the change to summer time.`}
      options={zones}
      value={zone}
      error={form.errorAt("zone")}
      isRequired
      isDisabled={form.isFixed}
      data-testid="field-zone"
      onChange={(chosen) => {
        form.put("zone", chosen);
      }}
    />
  );
}
