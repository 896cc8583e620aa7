// The days of a list of holidays.
import { ArrowDownNarrowWide, Plus, Trash2 } from "lucide-react";
import type { JSX } from "react";
import type { Schemas } from "../../rest/client.js";
import { Button, IconButton } from "../../ui/button.js";
import { Checkbox, TextField } from "../../ui/fields.js";
import type { ObjectForm } from "../object_form.js";
import { PlainInput } from "./inputs.js";

type HolidayList = Schemas["HolidayList"];
type Holiday = NonNullable<HolidayList["holidays"]>[number];

export function checkHolidays({
  holidays = [],
}: HolidayList): Record<string, string> {
  return Object.fromEntries(
    holidays.flatMap(({ date = "" }, index) =>
      date === "" ? [[`holidays.${index}.date`, "Needed."]] : [],
    ),
  );
}

export function Holidays(props: {
  form: ObjectForm<HolidayList>;
}): JSX.Element {
  const { form } = props;
  const holidays = form.values.holidays ?? [];
  const write = (next: readonly Holiday[]): void => {
    form.put("holidays", next);
  };
  const put = (index: number, change: Partial<Holiday>): void => {
    write(
      holidays.map((one, at) => (at === index ? { ...one, ...change } : one)),
    );
  };
  return (
    <div className="part-row rows">
      {holidays.length === 0 && (
        <p className="soft small">There are no days in it yet.</p>
      )}
      {holidays.map(({ name = "", date = "", yearly = false }, index) => (
        <fieldset className="rows-row" key={index}>
          <legend className="hidden-text">{`Day ${index + 1}`}</legend>
          <TextField
            label="Name"
            value={name}
            error={form.errors[`holidays.${index}.name`]}
            isDisabled={form.isFixed}
            data-testid={`holidays.${index}.name`}
            onChange={(value) => {
              put(index, { name: value });
            }}
          />
          <PlainInput
            label="Date"
            type="date"
            value={date}
            error={form.errors[`holidays.${index}.date`]}
            isDisabled={form.isFixed}
            data-testid={`holidays.${index}.date`}
            onChange={(value) => {
              put(index, { date: value });
            }}
          />
          <Checkbox
            isSelected={yearly}
            isDisabled={form.isFixed}
            onChange={(value) => {
              put(index, { yearly: value });
            }}
          >
            Each year
          </Checkbox>
          <IconButton
            label={`Remove day ${index + 1}`}
            icon={Trash2}
            size="small"
            isDisabled={form.isFixed}
            onPress={() => {
              write(holidays.filter((_, at) => at !== index));
            }}
          />
        </fieldset>
      ))}
      <div className="row">
        <Button
          size="small"
          icon={Plus}
          isDisabled={form.isFixed}
          data-testid="add-holiday"
          onPress={() => {
            write([...holidays, { name: "", date: "", yearly: false }]);
          }}
        >
          Add a day
        </Button>
        {holidays.length > 1 && (
          <Button
            size="small"
            icon={ArrowDownNarrowWide}
            isDisabled={form.isFixed}
            onPress={() => {
              write(
                [...holidays].sort((a, b) =>
                  (a.date ?? "").localeCompare(b.date ?? ""),
                ),
              );
            }}
          >
            Sort by date
          </Button>
        )}
      </div>
    </div>
  );
}
