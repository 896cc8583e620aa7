// What agents are to ask, section by section; answers are stored with the chat.
import { name_field } from "./common.js";
import { kindOf } from "../kind.js";
import { type Script, scriptErrors } from "./script_edits.js";
import { ScriptSections } from "./script_sections.js";
import "./contents.css";

export default kindOf<Script>({
  path: "/api/v1/scripts",
  noun: "script",
  empty: "Agents follow them beside the chat. Add the first.",
  columns: [
    {
      id: "sections",
      title: "Sections",
      isNumber: true,
      cell: ({ sections = [] }) => sections.length,
    },
    {
      id: "queues",
      title: "Queues",
      isMinor: true,
      cell: ({ queues = [] }) =>
        queues.length === 0 ? "All" : String(queues.length),
    },
  ],
  fresh: {
    name: "",
    queues: [],
    sections: [{ name: "", text: "", questions: [] }],
  },
  check: scriptErrors,
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            name_field,
            {
              at: "queues",
              label: "Queues",
              as: "objects",
              of: "/api/v1/queues",
              none: "It is offered in every queue.",
            },
          ],
        },
        {
          title: "Sections",
          fields: [
            {
              at: "sections",
              label: "Sections",
              as: "own",
              show: ScriptSections,
            },
          ],
        },
      ],
    },
  ],
});
