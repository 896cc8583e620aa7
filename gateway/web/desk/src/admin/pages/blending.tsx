// How waiting items of all channels are ordered (B1, B2): the formula, its
// weights, and after which wait which channel overtakes which. What is changed
// here is computed at once, before it is saved.
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Tagged } from "../../rest/client.js";
import { useSession } from "../../session/session.js";
import { NumberField } from "../../ui/fields.js";
import { Failed, Loading } from "../../ui/states.js";
import {
  type Bounds,
  type Overtaking,
  overtakingTimes,
  score,
  type WeightedQueue,
} from "../blending.js";
import { type Blending, blending_store, storeQuery } from "../company_store.js";
import { Frame } from "../frame.js";
import { type ObjectForm, useObjectForm } from "../object_form.js";
import { type Channel, channels, one_item, timeWords } from "../words.js";

const path = "blending";
const priority_max = 100;
const weight_max = 100;
const multiplier_max = 86_400;

export default function BlendingPage(): JSX.Element {
  const read = useQuery(storeQuery(path, blending_store));
  if (read.error !== null) {
    return <Failed why={read.error} again={() => void read.refetch()} />;
  }
  if (read.data === undefined) return <Loading what="Loading the weights" />;
  return <Page base={read.data} />;
}

function isWithin(value: unknown, max: number): boolean {
  return (
    Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= max
  );
}

function check({ weights, queues }: Blending): Record<string, string> {
  const errors: Record<string, string> = {};
  weights.priority.forEach((one, index) => {
    if (!isWithin(one, priority_max)) {
      errors[`weights.priority.${index}`] = "Needs 0 to 100.";
    }
  });
  if (!isWithin(weights.multiplier, multiplier_max * 1_000)) {
    errors["weights.multiplier"] = "Needs 0 to 86,400 seconds.";
  }
  for (const [id, { weight }] of Object.entries(queues)) {
    if (!isWithin(weight, weight_max)) {
      errors[`queues.${id}.weight`] = "Needs 0 to 100.";
    }
  }
  return errors;
}

const priority_fields = channels.map(({ label }, index) => ({
  at: `weights.priority.${index}`,
  label: `Priority of ${label.toLowerCase()}`,
}));

function Page({ base }: { base: Tagged<Blending> }): JSX.Element {
  const { may } = useSession();
  const isFixed = !may("company", "modify");
  const form = useObjectForm<Blending & { name?: string; id?: string }>({
    path,
    store: blending_store,
    base,
    initial: base.value,
    isFixed,
    title: "Blending",
    check,
  });
  const { values } = form;
  const queues = Object.entries(values.queues);
  const asQueues = (of: Blending): readonly WeightedQueue[] =>
    Object.values(of.queues);
  return (
    <Frame
      form={form}
      way={[{ title: "Administration", href: "/admin" }, { title: "Blending" }]}
      title="Blending"
      text="Calls, webchats, emails and work items wait in one list. This is its order."
      fixed={isFixed ? "You may look at this, but not change it." : undefined}
      fields={[
        ...priority_fields,
        { at: "weights.multiplier", label: "K" },
        ...queues.map(([id, { name }]) => ({
          at: `queues.${id}.weight`,
          label: `Weighting of ${name}`,
        })),
      ]}
    >
      <Formula form={form} />
      <section className="part" aria-label="Overtaking times">
        <header className="part-head">
          <h2>Overtaking times</h2>
          <p className="soft small">
            How long an item at the start of a row waits until it is served
            before a new one at the head of the column. Two times are the
            soonest and the latest over the queues.
          </p>
        </header>
        <Matrix
          now={overtakingTimes(asQueues(values), values.weights)}
          saved={overtakingTimes(asQueues(base.value), base.value.weights)}
          isDirty={form.isDirty}
        />
      </section>
      <div className="blending-weights">
        <section className="part" aria-label="Channels">
          <header className="part-head">
            <h2>Channels</h2>
            <p className="soft small">
              Priority P, 0 to 100. Items of a channel with 0 come after all
              others.
            </p>
          </header>
          {channels.map(({ id, label }, index) => (
            <NumberField
              key={id}
              label={`Priority of ${label.toLowerCase()}`}
              value={values.weights.priority[index]}
              onChange={(value) => {
                const priority = values.weights.priority.map((one, i) =>
                  i === index ? value : one,
                );
                form.put("weights.priority", priority);
              }}
              error={form.errors[`weights.priority.${index}`]}
              isDisabled={isFixed}
              data-testid={`priority-${id}`}
            />
          ))}
          <NumberField
            label="Multiplier K"
            hint="How many seconds of waiting a weighting of 1 is worth."
            unit="seconds"
            value={
              // An empty box has no value, though the types say that it has.
              (values.weights.multiplier as number | undefined) === undefined
                ? undefined
                : values.weights.multiplier / 1_000
            }
            onChange={(seconds) => {
              form.put(
                "weights.multiplier",
                seconds === undefined ? undefined : seconds * 1_000,
              );
            }}
            error={form.errorAt("weights.multiplier")}
            isDisabled={isFixed}
            data-testid="multiplier"
          />
        </section>
        <section className="part" aria-label="Queues">
          <header className="part-head">
            <h2>Queues</h2>
            <p className="soft small">
              Weighting W, 0 to 100; the same number as on the queue's page.
            </p>
          </header>
          {queues.length === 0 && (
            <p className="part-inside soft small">
              There are no queues yet. Add one, and its weighting stands here.
            </p>
          )}
          {queues.map(([id, { name, weight }]) => (
            <NumberField
              key={id}
              label={name}
              value={weight}
              onChange={(value) => {
                form.put(`queues.${id}.weight`, value);
              }}
              error={form.errors[`queues.${id}.weight`]}
              isDisabled={isFixed || !may("queues", "modify")}
              data-testid={`weight-${id}`}
            />
          ))}
        </section>
      </div>
    </Frame>
  );
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** The worked examples of the formula, with the weights of this company. */
const examples: readonly { channel: Channel; what: string; waited: number }[] =
  [
    { channel: "call", what: "a new call", waited: 0 },
    { channel: "webchat", what: "a webchat after 4 min", waited: 240_000 },
    { channel: "email", what: "an email after 10 min", waited: 600_000 },
    { channel: "work_item", what: "a work item after 1 d", waited: 86_400_000 },
  ];

/** Weights that nobody has set a queue for. */
const usual: Readonly<Record<Channel, number>> = {
  call: 10,
  webchat: 5,
  email: 1,
  work_item: 1,
};

function Formula({ form }: { form: ObjectForm<Blending> }): JSX.Element {
  const { weights, queues } = form.values;
  const rows = examples
    .map(({ channel, what, waited }) => {
      const found = Object.values(queues).find(
        (one) => one.channel === channel,
      );
      const weight = found?.weight ?? usual[channel];
      return {
        what,
        in: found?.name,
        weight,
        score: score(channel, weight, waited, weights),
      };
    })
    .sort((a, b) => b.score - a.score);
  return (
    <section className="part" aria-label="The formula">
      <header className="part-head">
        <h2>The formula</h2>
      </header>
      <div className="part-inside formula">
        <div className="formula-words">
          <p className="formula-line">
            score = <b>P</b> × (<b>K</b> × <b>W</b> + <b>t</b>)
          </p>
          <dl className="formula-terms small">
            <dt>P</dt>
            <dd>priority of the channel</dd>
            <dt>K</dt>
            <dd>multiplier, in seconds</dd>
            <dt>W</dt>
            <dd>weighting of the queue</dd>
            <dt>t</dt>
            <dd>seconds that the item has waited</dd>
          </dl>
          <p className="soft small">
            The highest score is served first, by an agent who may serve it.
            Equal scores go by P, W, then t.
          </p>
        </div>
        <table className="formula-examples small" aria-label="Examples">
          <thead>
            <tr>
              <th scope="col">For example</th>
              <th scope="col">W</th>
              <th scope="col">Score</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.what}>
                <td>
                  {row.what}
                  {row.in !== undefined && (
                    <span className="faint"> · {row.in}</span>
                  )}
                </td>
                <td>{row.weight}</td>
                <td>
                  {Number.isFinite(row.score) ? number.format(row.score) : "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function words(time: Overtaking): string {
  if (time === undefined) return "never";
  return time === 0 ? "at once" : timeWords(time);
}

function rangeWords({ lower, upper }: Bounds): string {
  const from = words(lower);
  const to = words(upper);
  return from === to ? from : `${from} to ${to}`;
}

function Matrix(props: {
  now: readonly Bounds[];
  saved: readonly Bounds[];
  isDirty: boolean;
}): JSX.Element {
  const { now, saved, isDirty } = props;
  const shown = channels.filter(({ id }) => now.some(({ a }) => a === id));
  if (shown.length === 0) {
    return (
      <p className="part-inside soft small">
        Nothing overtakes as long as there are queues of one channel only.
      </p>
    );
  }
  const find = (all: readonly Bounds[], a: Channel, b: Channel) =>
    all.find((one) => one.a === a && one.b === b);
  return (
    <div className="table-scroll">
      <table
        className="overtaking"
        aria-label="Overtaking times"
        data-testid="overtaking"
      >
        <thead>
          <tr>
            <td className="faint small">overtakes a new …</td>
            {shown.map(({ id }) => (
              <th scope="col" key={id}>
                {one_item[id].replace(/^an? /, "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id: a }) => (
            <tr key={a}>
              <th scope="row">{one_item[a]}</th>
              {shown.map(({ id: b }) => {
                const bounds = find(now, a, b);
                const before = find(saved, a, b);
                if (bounds === undefined) return <td key={b} data-same />;
                const text = rangeWords(bounds);
                const was = before && rangeWords(before);
                const isOther = isDirty && was !== text;
                return (
                  <td
                    key={b}
                    data-other={isOther}
                    data-testid={`overtaking-${a}-${b}`}
                  >
                    {text}
                    {isOther && was !== undefined && (
                      <span className="overtaking-was">was {was}</span>
                    )}
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
