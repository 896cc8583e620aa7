// What to say and to ask, section by section. Answers go into the chat's note,
// so that they are kept with it.
import type { DeskChatView } from "@parley/client";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { answerOf, rest, type Schemas } from "../rest/client.js";
import { Button } from "../ui/button.js";
import { Select } from "../ui/choices.js";
import { TextField } from "../ui/fields.js";
import { useModel } from "./hooks.js";

type Script = Schemas["Script"];

async function fetchScripts(): Promise<readonly Script[]> {
  const { items } = await answerOf(
    rest.GET("/api/v1/scripts", { params: { query: { limit: 200 } } }),
  );
  return items;
}

/** Question and answer, a line each. */
export function answersText(
  script: Script,
  answers: Readonly<Record<string, string>>,
): string {
  const lines: string[] = [];
  (script.sections ?? []).forEach((section, part) => {
    (section.questions ?? []).forEach((question, index) => {
      const answer = answers[`${part}.${index}`]?.trim() ?? "";
      if (answer !== "") lines.push(`${question.name ?? "?"}: ${answer}`);
    });
  });
  return lines.join("\n");
}

export default function Scripts({
  chat,
}: {
  chat: DeskChatView;
}): JSX.Element | null {
  const [chosen, setChosen] = useState<string>();
  const { data = [] } = useQuery({
    queryKey: ["scripts"],
    queryFn: fetchScripts,
    staleTime: 60_000,
  });
  const mine = data.filter(
    ({ queues }) =>
      queues === undefined ||
      queues.length === 0 ||
      queues.includes(chat.queue),
  );
  if (mine.length === 0 || chat.phase === "allocated") return null;
  const script = mine.find(({ id }) => id === chosen);
  return (
    <section className="details-part stack" aria-label="Script">
      <Select
        label="Script"
        placeholder="Follow a script"
        options={mine.map(({ id = "", name }) => ({ id, label: name ?? id }))}
        value={chosen}
        onChange={setChosen}
        data-testid="script"
      />
      {script && <Followed key={script.id} script={script} chat={chat} />}
    </section>
  );
}

function Followed(props: { script: Script; chat: DeskChatView }): JSX.Element {
  const { script, chat } = props;
  const { filings } = useModel();
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const text = answersText(script, answers);
  const set = (key: string, value: string): void => {
    setAnswers({ ...answers, [key]: value });
  };
  return (
    <>
      {(script.sections ?? []).map((section, part) => (
        <div className="script-part stack" key={section.name ?? part}>
          <h3>{section.name}</h3>
          {section.text !== undefined && (
            <p className="script-say">{section.text}</p>
          )}
          {(section.questions ?? []).map((question, index) => {
            const key = `${part}.${index}`;
            const { name = "", text: hint, choices = [] } = question;
            const shared = {
              label: name,
              hint,
              isRequired: question.required === true,
            };
            return choices.length > 0 ? (
              <Select
                key={key}
                {...shared}
                options={choices.map((one) => ({ id: one, label: one }))}
                value={answers[key]}
                onChange={(value) => {
                  set(key, value);
                }}
              />
            ) : (
              <TextField
                key={key}
                {...shared}
                value={answers[key] ?? ""}
                onChange={(value) => {
                  set(key, value);
                }}
              />
            );
          })}
        </div>
      ))}
      <Button
        isDisabled={text === ""}
        data-testid="keep-answers"
        onPress={() => {
          const { note } = filings.of(chat);
          const before = note === "" ? "" : `${note}\n`;
          filings.edit(chat, { note: before + text });
          void filings.save(chat.chat);
          setAnswers({});
        }}
      >
        Put the answers into the note
      </Button>
    </>
  );
}
