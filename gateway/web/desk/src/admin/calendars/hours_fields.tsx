// Opening hours of a calendar: the same each week, and on certain dates.
import { Plus, Trash2 } from "lucide-react";
import type { JSX, ReactNode } from "react";
import { Button, IconButton } from "../../ui/button.js";
import { Checkbox, TextField } from "../../ui/fields.js";
import type { ObjectForm } from "../object_form.js";
import {
  type Calendar,
  type DateHours,
  days,
  isAcrossMidnight,
  type Range,
  timeOf,
  type WeeklyRange,
} from "./hours.js";
import { PlainInput } from "./inputs.js";

type Props = { form: ObjectForm<Calendar> };

function changed<T>(all: readonly T[], index: number, one: T): T[] {
  return all.map((before, at) => (at === index ? one : before));
}

function Times(props: {
  form: ObjectForm<Calendar>;
  at: string;
  range: Range;
  set: (range: Range) => void;
}): JSX.Element {
  const { form, at, range, set } = props;
  return (
    <>
      {(["from", "until"] as const).map((member) => (
        <div
          key={member}
          className="field narrow"
          // What was meant, once it is left.
          onBlur={() => {
            const meant = timeOf(range[member] ?? "");
            if (meant !== range[member]) set({ ...range, [member]: meant });
          }}
        >
          <PlainInput
            label={member === "from" ? "From" : "Until"}
            type="text"
            placeholder={member === "from" ? "08:00" : "18:00"}
            value={range[member] ?? ""}
            error={form.errors[`${at}.${member}`]}
            isDisabled={form.isFixed}
            data-testid={`${at}.${member}`}
            onChange={(value) => {
              set({ ...range, [member]: value });
            }}
          />
        </div>
      ))}
      {isAcrossMidnight(range) && (
        <p className="field-hint">Ends on the next day.</p>
      )}
    </>
  );
}

function Remove(props: {
  label: string;
  form: ObjectForm<Calendar>;
  act: () => void;
}): JSX.Element {
  return (
    <IconButton
      label={props.label}
      icon={Trash2}
      size="small"
      isDisabled={props.form.isFixed}
      onPress={props.act}
    />
  );
}

function Add(props: {
  form: ObjectForm<Calendar>;
  act: () => void;
  testid: string;
  children: ReactNode;
}): JSX.Element {
  return (
    <Button
      size="small"
      icon={Plus}
      isDisabled={props.form.isFixed}
      data-testid={props.testid}
      onPress={props.act}
    >
      {props.children}
    </Button>
  );
}

export function Weekly({ form }: Props): JSX.Element {
  const weekly = form.values.weekly ?? [];
  const write = (next: readonly WeeklyRange[]): void => {
    form.put("weekly", next);
  };
  return (
    <div className="part-row rows">
      {weekly.length === 0 && (
        <p className="soft small">It is closed all week. Add hours.</p>
      )}
      {weekly.map((range, index) => {
        const { days: chosen = [] } = range;
        const at = `weekly.${index}`;
        const error = form.errors[`${at}.days`];
        return (
          <fieldset className="rows-row calendar-range" key={index}>
            <legend className="hidden-text">{`Hours ${index + 1}`}</legend>
            <div className="calendar-days">
              {days.map(({ id, short, long }) => (
                <label key={id} className="calendar-day">
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    disabled={form.isFixed}
                    aria-label={long}
                    data-testid={`${at}.${id}`}
                    onChange={(event) => {
                      const { checked } = event.target;
                      const next = days
                        .map((day) => day.id)
                        .filter((day) =>
                          day === id ? checked : chosen.includes(day),
                        );
                      write(changed(weekly, index, { ...range, days: next }));
                    }}
                  />
                  <span aria-hidden>{short}</span>
                </label>
              ))}
            </div>
            <Times
              form={form}
              at={at}
              range={range}
              set={(next) => {
                write(changed(weekly, index, { ...range, ...next }));
              }}
            />
            <Remove
              label={`Remove hours ${index + 1}`}
              form={form}
              act={() => {
                write(weekly.filter((_, other) => other !== index));
              }}
            />
            {error !== undefined && <p className="field-error">{error}</p>}
          </fieldset>
        );
      })}
      <Add
        form={form}
        testid="add-weekly"
        act={() => {
          const none = weekly.length === 0;
          write([
            ...weekly,
            {
              days: none
                ? ["monday", "tuesday", "wednesday", "thursday", "friday"]
                : [],
              from: "08:00",
              until: "18:00",
            },
          ]);
        }}
      >
        Add hours
      </Add>
    </div>
  );
}

export function Dates({ form }: Props): JSX.Element {
  const dates = form.values.dates ?? [];
  const write = (next: readonly DateHours[]): void => {
    form.put("dates", next);
  };
  return (
    <div className="part-row rows">
      {dates.map((one, index) => {
        const { name = "", first = "", last = "", open = [] } = one;
        const at = `dates.${index}`;
        const put = (change: Partial<DateHours>): void => {
          write(changed(dates, index, { ...one, ...change }));
        };
        return (
          <fieldset className="rows-row calendar-dates" key={index}>
            <legend className="hidden-text">{`Dates ${index + 1}`}</legend>
            <TextField
              label="Name"
              value={name}
              error={form.errors[`${at}.name`]}
              isDisabled={form.isFixed}
              data-testid={`${at}.name`}
              onChange={(value) => {
                put({ name: value });
              }}
            />
            <PlainInput
              label="First day"
              type="date"
              value={first}
              error={form.errors[`${at}.first`]}
              isDisabled={form.isFixed}
              data-testid={`${at}.first`}
              onChange={(value) => {
                put({ first: value, ...(last < value && { last: value }) });
              }}
            />
            <PlainInput
              label="Last day"
              type="date"
              value={last}
              error={form.errors[`${at}.last`]}
              isDisabled={form.isFixed}
              data-testid={`${at}.last`}
              onChange={(value) => {
                put({ last: value });
              }}
            />
            <Checkbox
              isSelected={open.length === 0}
              isDisabled={form.isFixed}
              data-testid={`${at}.closed`}
              onChange={(isClosed) => {
                put({
                  open: isClosed ? [] : [{ from: "09:00", until: "12:00" }],
                });
              }}
            >
              Closed
            </Checkbox>
            <Remove
              label={`Remove dates ${index + 1}`}
              form={form}
              act={() => {
                write(dates.filter((_, other) => other !== index));
              }}
            />
            {open.map((range, n) => (
              <div className="rows-row calendar-open" key={n}>
                <Times
                  form={form}
                  at={`${at}.open.${n}`}
                  range={range}
                  set={(next) => {
                    put({ open: changed(open, n, next) });
                  }}
                />
                <Remove
                  label={`Remove hours ${n + 1} of dates ${index + 1}`}
                  form={form}
                  act={() => {
                    put({ open: open.filter((_, other) => other !== n) });
                  }}
                />
              </div>
            ))}
            {open.length > 0 && (
              <Add
                form={form}
                testid={`${at}.add`}
                act={() => {
                  put({ open: [...open, { from: "13:00", until: "17:00" }] });
                }}
              >
                More hours
              </Add>
            )}
          </fieldset>
        );
      })}
      <Add
        form={form}
        testid="add-dates"
        act={() => {
          write([...dates, { name: "", first: "", last: "", open: [] }]);
        }}
      >
        Add dates
      </Add>
    </div>
  );
}
