// The sections of a script with their questions: what agents say and ask, and
// which answers there are.
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { type JSX, useState } from "react";
import { Button, IconButton } from "../../ui/button.js";
import { Select } from "../../ui/choices.js";
import { Switch, TextField } from "../../ui/fields.js";
import type { ObjectForm } from "../object_form.js";
import {
  moved,
  type Question,
  questions_max,
  replaced,
  type Script,
  type Section,
  sections_max,
  without,
} from "./script_edits.js";

type Form = ObjectForm<Script>;

export function ScriptSections({ form }: { form: Form }): JSX.Element {
  const { sections = [] } = form.values;
  const put = (all: readonly Section[]): void => {
    form.put("sections", all);
  };
  const error = form.errors.sections;
  return (
    <div className="script-sections">
      <ol className="script-list">
        {sections.map((section, at) => (
          <li key={at} className="script-section" data-testid="script-section">
            <Order
              what={`section ${at + 1}`}
              at={at}
              count={sections.length}
              isFixed={form.isFixed}
              move={(by) => {
                put(moved(sections, at, by));
              }}
              remove={() => {
                put(without(sections, at));
              }}
            />
            <SectionFields
              form={form}
              at={at}
              section={section}
              put={(one) => {
                put(replaced(sections, at, one));
              }}
            />
          </li>
        ))}
      </ol>
      {error !== undefined && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {!form.isFixed && (
        <Button
          icon={Plus}
          isDisabled={sections.length >= sections_max}
          data-testid="add-section"
          onPress={() => {
            put([...sections, { name: "", text: "", questions: [] }]);
          }}
        >
          Add a section
        </Button>
      )}
    </div>
  );
}

function Order(props: {
  what: string;
  at: number;
  count: number;
  isFixed: boolean;
  move: (by: -1 | 1) => void;
  remove: () => void;
}): JSX.Element | null {
  const { what, at, count, isFixed, move, remove } = props;
  if (isFixed) return null;
  return (
    <div className="script-order">
      <IconButton
        label={`Move ${what} up`}
        icon={ArrowUp}
        size="small"
        isDisabled={at === 0}
        onPress={() => {
          move(-1);
        }}
      />
      <IconButton
        label={`Move ${what} down`}
        icon={ArrowDown}
        size="small"
        isDisabled={at === count - 1}
        onPress={() => {
          move(1);
        }}
      />
      <IconButton
        label={`Take out ${what}`}
        icon={Trash2}
        size="small"
        onPress={remove}
      />
    </div>
  );
}

function SectionFields(props: {
  form: Form;
  at: number;
  section: Section;
  put: (section: Section) => void;
}): JSX.Element {
  const { form, at, section, put } = props;
  const { name = "", text = "", questions = [] } = section;
  const here = `sections.${at}`;
  return (
    <div className="script-fields">
      <TextField
        label={`Section ${at + 1}`}
        isRequired
        isDisabled={form.isFixed}
        value={name}
        maxLength={100}
        error={form.errors[`${here}.name`]}
        data-testid="section-name"
        onChange={(value) => {
          put({ ...section, name: value });
        }}
      />
      <TextField
        label="What to say or do"
        isDisabled={form.isFixed}
        rows={2}
        value={text}
        error={form.errors[`${here}.text`]}
        onChange={(value) => {
          put({ ...section, text: value });
        }}
      />
      <ol className="script-list">
        {questions.map((question, index) => (
          <li key={index} className="script-question" data-testid="question">
            <Order
              what={`question ${index + 1}`}
              at={index}
              count={questions.length}
              isFixed={form.isFixed}
              move={(by) => {
                put({ ...section, questions: moved(questions, index, by) });
              }}
              remove={() => {
                put({ ...section, questions: without(questions, index) });
              }}
            />
            <QuestionFields
              form={form}
              here={`${here}.questions.${index}`}
              number={index + 1}
              question={question}
              put={(one) => {
                put({ ...section, questions: replaced(questions, index, one) });
              }}
            />
          </li>
        ))}
      </ol>
      {!form.isFixed && (
        <Button
          size="small"
          icon={Plus}
          isDisabled={questions.length >= questions_max}
          data-testid="add-question"
          onPress={() => {
            const fresh = { name: "", text: "", required: false, choices: [] };
            put({ ...section, questions: [...questions, fresh] });
          }}
        >
          Add a question
        </Button>
      )}
    </div>
  );
}

const answers = [
  { id: "text", label: "Any text" },
  { id: "choices", label: "One of choices" },
];

function QuestionFields(props: {
  form: Form;
  here: string;
  number: number;
  question: Question;
  put: (question: Question) => void;
}): JSX.Element {
  const { form, here, number, question, put } = props;
  const { name = "", text = "", required = false, choices = [] } = question;
  /** Chosen, though no choice is written yet. */
  const [isList, setList] = useState(choices.length > 0);
  const kind = isList || choices.length > 0 ? "choices" : "text";
  return (
    <div className="script-fields">
      <TextField
        label={`Question ${number}`}
        hint="The name under which the answer is kept."
        isRequired
        isDisabled={form.isFixed}
        value={name}
        maxLength={100}
        error={form.errors[`${here}.name`]}
        data-testid="question-name"
        onChange={(value) => {
          put({ ...question, name: value });
        }}
      />
      <TextField
        label="What to ask"
        isRequired
        isDisabled={form.isFixed}
        value={text}
        error={form.errors[`${here}.text`]}
        data-testid="question-text"
        onChange={(value) => {
          put({ ...question, text: value });
        }}
      />
      <Select
        label="Answer"
        options={answers}
        value={kind}
        isDisabled={form.isFixed}
        data-testid="question-kind"
        onChange={(chosen) => {
          setList(chosen === "choices");
          if (chosen === "text") put({ ...question, choices: [] });
        }}
      />
      {kind === "choices" && (
        <TextField
          label="Choices"
          hint="One on each line."
          rows={3}
          isDisabled={form.isFixed}
          value={choices.join("\n")}
          error={form.errors[`${here}.choices`]}
          data-testid="question-choices"
          onChange={(value) => {
            put({
              ...question,
              choices: value === "" ? [] : value.split("\n"),
            });
          }}
        />
      )}
      <Switch
        isSelected={required}
        isDisabled={form.isFixed}
        onChange={(isOn) => {
          put({ ...question, required: isOn });
        }}
      >
        Must be answered
      </Switch>
    </div>
  );
}
