// The kinds of steps (F2): what each is called, its parameters, its branches.
// A test compares this table with `protocol/flow.schema.json`.
import type { Schemas } from "../../rest/client.js";

type AnyNode = NonNullable<Schemas["FlowGraph"]["nodes"]>[string];
type KeysOf<T> = T extends T ? keyof T : never;
export type Kind = KeysOf<AnyNode>;
type Body = Readonly<Record<string, unknown>>;

/** How a parameter is written. */
export type Field =
  | { readonly type: "text" | "long" | "variable"; readonly names?: boolean }
  | { readonly type: "queue"; readonly channel: "webchat" | "work_item" }
  | { readonly type: "calendar" }
  | { readonly type: "number"; readonly min: number; readonly max: number }
  /** Milliseconds, written in seconds. */
  | { readonly type: "seconds"; readonly min: number; readonly max: number }
  | {
      readonly type: "choice";
      readonly choices: readonly { id: string; label: string }[];
    }
  | {
      readonly type: "map";
      readonly key: string;
      readonly value: string;
      readonly noun: string;
    };

export interface Parameter {
  readonly name: string;
  readonly title: string;
  readonly field: Field;
  readonly hint?: string;
  readonly isRequired?: boolean;
  /** It may be missing, which means "off". */
  readonly isOptional?: boolean;
}

export interface Branch {
  readonly name: string;
  readonly title: string;
  readonly isOptional?: (body: Body) => boolean;
}

/** A list whose entries have a branch each. */
export interface BranchList {
  readonly member: "options" | "matches";
  readonly label: "label" | "text";
  readonly noun: string;
}

export type Group = "Talk" | "Decide" | "Hand over" | "Data";
export const groups: readonly Group[] = ["Talk", "Decide", "Hand over", "Data"];

export interface KindRow {
  readonly title: string;
  readonly text: string;
  readonly group: Group;
  /** More words to find it by. */
  readonly words: string;
  /** What a new one is called. */
  readonly stem: string;
  readonly parameters: readonly Parameter[];
  readonly branches: readonly Branch[];
  readonly list?: BranchList;
  readonly fresh: () => Body;
}

const always = (): boolean => true;
const withoutWait = ({ wait }: Body): boolean => typeof wait !== "number";

const next: Branch = { name: "next", title: "Then" };
const timeout: Branch = {
  name: "timeout",
  title: "No answer in time",
  isOptional: withoutWait,
};
const matches: BranchList = {
  member: "matches",
  label: "text",
  noun: "Match",
};
const no_match: Branch = { name: "no_match", title: "No match" };
const retries: Parameter = {
  name: "retries",
  title: "Ask again",
  field: { type: "number", min: 0, max: 10 },
  hint: "How many times, if the answer does not fit. 0 to 10.",
};
const retry_text: Parameter = {
  name: "retry_text",
  title: "Text when asking again",
  field: { type: "long", names: true },
  hint: "Empty: the same text.",
};
const wait: Parameter = {
  name: "wait",
  title: "Wait for an answer (seconds)",
  field: { type: "seconds", min: 5, max: 86_400 },
  hint: "Empty: as long as it takes. 5 to 86400.",
  isOptional: true,
};
const queue: Parameter = {
  name: "queue",
  title: "Queue",
  field: { type: "queue", channel: "webchat" },
  isRequired: true,
};

export const kinds: Readonly<Record<Kind, KindRow>> = {
  arrived: {
    title: "Chat arrived",
    text: "How the chat began: by a message, or by opening the box.",
    group: "Decide",
    words: "start begin message presence",
    stem: "arrived",
    parameters: [],
    branches: [
      { name: "by_message", title: "By a message" },
      { name: "by_presence", title: "By opening the box" },
    ],
    fresh: () => ({ by_message: "", by_presence: "" }),
  },
  say: {
    title: "Send message",
    text: "A line to the customer, at once or after a delay.",
    group: "Talk",
    words: "say text greet line",
    stem: "message",
    parameters: [
      {
        name: "text",
        title: "Text",
        field: { type: "long", names: true },
        isRequired: true,
      },
      {
        name: "delay",
        title: "Delay (seconds)",
        field: { type: "seconds", min: 0, max: 60 },
        hint: "0 to 60.",
      },
    ],
    branches: [next],
    fresh: () => ({ text: "", next: "", delay: 0 }),
  },
  menu: {
    title: "Chat menu",
    text: "Lets the customer choose by number or label.",
    group: "Talk",
    words: "options choose choice department",
    stem: "menu",
    parameters: [
      {
        name: "text",
        title: "Question",
        field: { type: "long", names: true },
        isRequired: true,
      },
      retries,
      retry_text,
      wait,
    ],
    list: { member: "options", label: "label", noun: "Option" },
    branches: [{ name: "no_choice", title: "Nothing chosen" }, timeout],
    fresh: () => ({
      text: "",
      options: [
        { label: "", next: "" },
        { label: "", next: "" },
      ],
      retries: 2,
      retry_text: "",
      no_choice: "",
      timeout: "",
    }),
  },
  ask: {
    title: "Ask",
    text: "A question whose answer is kept in a variable.",
    group: "Talk",
    words: "question input variable email phone number date",
    stem: "question",
    parameters: [
      {
        name: "text",
        title: "Question",
        field: { type: "long", names: true },
        isRequired: true,
      },
      {
        name: "variable",
        title: "Keep the answer as",
        field: { type: "variable" },
        hint: "A letter, then letters, digits and _. Texts use it as <name>.",
        isRequired: true,
      },
      {
        name: "answer",
        title: "The answer is",
        field: {
          type: "choice",
          choices: [
            { id: "text", label: "Any text" },
            { id: "email", label: "An e-mail address" },
            { id: "phone", label: "A phone number" },
            { id: "number", label: "A number" },
            { id: "date", label: "A date" },
          ],
        },
      },
      retries,
      retry_text,
      wait,
    ],
    branches: [
      next,
      { name: "no_answer", title: "No fitting answer" },
      timeout,
    ],
    fresh: () => ({
      text: "",
      variable: "",
      answer: "text",
      retries: 2,
      retry_text: "",
      next: "",
      no_answer: "",
      timeout: "",
    }),
  },
  whisper: {
    title: "Whisper to agent",
    text: "A line that agents read and the customer does not.",
    group: "Talk",
    words: "hint note agent",
    stem: "whisper",
    parameters: [
      {
        name: "text",
        title: "Text",
        field: { type: "long", names: true },
        isRequired: true,
      },
    ],
    branches: [next],
    fresh: () => ({ text: "", next: "" }),
  },
  branch_on_chat: {
    title: "Branch on chat",
    text: "Goes by what the customer writes.",
    group: "Decide",
    words: "match words contains equals text",
    stem: "words",
    parameters: [],
    list: matches,
    branches: [no_match],
    fresh: () => ({
      matches: [{ how: "contains", text: "", difference_max: 0, next: "" }],
      no_match: "",
    }),
  },
  branch_on_variable: {
    title: "Branch on variable",
    text: "Goes by what a variable holds.",
    group: "Decide",
    words: "match value condition if",
    stem: "check",
    parameters: [
      {
        name: "variable",
        title: "Variable",
        field: { type: "variable" },
        isRequired: true,
      },
    ],
    list: matches,
    branches: [no_match],
    fresh: () => ({
      variable: "",
      matches: [{ how: "equals", text: "", difference_max: 0, next: "" }],
      no_match: "",
    }),
  },
  branch_on_time: {
    title: "Branch on time",
    text: "Goes by a calendar: open or closed.",
    group: "Decide",
    words: "opening hours calendar holidays range",
    stem: "hours",
    parameters: [
      {
        name: "calendar",
        title: "Calendar",
        field: { type: "calendar" },
        isRequired: true,
      },
    ],
    branches: [
      { name: "open", title: "Open" },
      { name: "closed", title: "Closed" },
    ],
    fresh: () => ({ calendar: "", open: "", closed: "" }),
  },
  branch_on_queue: {
    title: "Branch on queue",
    text: "Goes by agents there, length or expected wait. One is enough.",
    group: "Decide",
    words: "agents length wait overflow load",
    stem: "load",
    parameters: [
      queue,
      {
        name: "agents_below",
        title: "Fewer agents than",
        field: { type: "number", min: 1, max: 10_000 },
        hint: "1 means: nobody is there. Empty: does not count.",
        isOptional: true,
      },
      {
        name: "length_over",
        title: "More chats waiting than",
        field: { type: "number", min: 0, max: 10_000 },
        hint: "Empty: does not count.",
        isOptional: true,
      },
      {
        name: "wait_over",
        title: "Expected wait over (seconds)",
        field: { type: "seconds", min: 0, max: 86_400 },
        hint: "Empty: does not count.",
        isOptional: true,
      },
    ],
    branches: [
      { name: "holds", title: "One of these holds" },
      { name: "otherwise", title: "Otherwise" },
    ],
    fresh: () => ({ queue: "", agents_below: 1, holds: "", otherwise: "" }),
  },
  enter_queue: {
    title: "Queue chat",
    text: "Asks a queue for a place; the customer waits for an agent.",
    group: "Hand over",
    words: "wait agent transfer connect",
    stem: "queue",
    parameters: [queue],
    branches: [
      { name: "connected", title: "Connected", isOptional: always },
      { name: "limit_reached", title: "Limit reached" },
      { name: "timeout", title: "Waited too long" },
      { name: "error", title: "Error", isOptional: always },
    ],
    fresh: () => ({
      queue: "",
      limit_reached: "",
      timeout: "",
      error: "",
      connected: "",
    }),
  },
  offline_form: {
    title: "Offline form",
    text: "Asks for name, e-mail and a message, when nobody is there.",
    group: "Hand over",
    words: "form email leave message closed",
    stem: "form",
    parameters: [
      {
        name: "text",
        title: "Text over the form",
        field: { type: "long", names: true },
        isRequired: true,
      },
      {
        name: "queue",
        title: "File it in",
        field: { type: "queue", channel: "work_item" },
        hint: "A queue of work items. Empty: it is kept with the chat only.",
        isOptional: true,
      },
    ],
    branches: [{ name: "sent", title: "Form sent" }],
    fresh: () => ({ text: "", queue: "", sent: "" }),
  },
  end: {
    title: "End chat",
    text: "The chat is over.",
    group: "Hand over",
    words: "close finish stop",
    stem: "end",
    parameters: [],
    branches: [],
    fresh: () => ({}),
  },
  set_variable: {
    title: "Set variable",
    text: "Keeps a text under a name.",
    group: "Data",
    words: "value store remember",
    stem: "set",
    parameters: [
      {
        name: "variable",
        title: "Variable",
        field: { type: "variable" },
        hint: "A letter, then letters, digits and _.",
        isRequired: true,
      },
      { name: "value", title: "Value", field: { type: "text", names: true } },
    ],
    branches: [next],
    fresh: () => ({ variable: "", value: "", next: "" }),
  },
  http_request: {
    title: "HTTP request",
    text: "Asks another server; parts of its answer become variables.",
    group: "Data",
    words: "url api webhook rest json fetch",
    stem: "request",
    parameters: [
      {
        name: "method",
        title: "Method",
        field: {
          type: "choice",
          choices: ["GET", "POST", "PUT", "PATCH", "DELETE"].map((id) => ({
            id,
            label: id,
          })),
        },
      },
      {
        name: "url",
        title: "URL",
        field: { type: "text", names: true },
        hint: "https:// and a host, for example https://shop.example.com/orders/<order>",
        isRequired: true,
      },
      {
        name: "headers",
        title: "Headers",
        field: { type: "map", key: "Name", value: "Value", noun: "header" },
      },
      { name: "body", title: "Body", field: { type: "long", names: true } },
      {
        name: "results",
        title: "Keep of the answer",
        field: {
          type: "map",
          key: "Variable",
          value: "JSON pointer",
          noun: "result",
        },
        hint: "For example order_state from /order/state.",
      },
      {
        name: "within",
        title: "Wait at most (seconds)",
        field: { type: "seconds", min: 1, max: 30 },
        hint: "1 to 30.",
      },
      {
        name: "retries",
        title: "Try again",
        field: { type: "number", min: 0, max: 3 },
        hint: "How many times, if it fails. 0 to 3.",
      },
    ],
    branches: [next, { name: "failed", title: "Failed" }],
    fresh: () => ({
      method: "GET",
      url: "",
      headers: {},
      body: "",
      within: 10_000,
      retries: 0,
      results: {},
      next: "",
      failed: "",
    }),
  },
};

export const all_kinds = Object.keys(kinds) as readonly Kind[];

/** Kinds whose words contain all that was typed. */
export function findKinds(typed: string): readonly Kind[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return all_kinds.filter((kind) => {
    const { title, text, words, group } = kinds[kind];
    const all = `${title} ${text} ${words} ${group}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}
