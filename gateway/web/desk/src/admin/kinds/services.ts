// The chat on websites (O2, W1, W8).
import type { Schemas } from "../../rest/client.js";
import { description_max, name_max } from "../check.js";
import { name_field } from "./common.js";
import { kindOf } from "../kind.js";
import { OwnFields } from "../services/own_fields.js";
import { SiteKeys } from "../services/site_keys.js";
import { Snippet } from "../services/snippet.js";
import { randomToken } from "../services/token.js";
import { ServiceValues } from "../services/values.js";
import "../services/services.css";

type Service = Schemas["Service"];

const asked = [
  { id: "no", label: "Do not ask" },
  { id: "optional", label: "Ask" },
  { id: "required", label: "Ask, and insist" },
] as const;

/** As browsers send it: scheme and host, no path. */
const origin = /^https?:\/\/[^/?#@*\sA-Z]+$/;

export default kindOf<Service>({
  path: "/api/v1/services",
  noun: "webchat service",
  empty:
    "A service puts the chat on a website. Add one, then copy its snippet.",
  columns: [
    { id: "flow", title: "Flow", cell: ({ flow }) => flow ?? "–" },
    {
      id: "origins",
      title: "Websites",
      cell: ({ origins = [] }) =>
        origins.length === 0
          ? "None yet"
          : origins.map((one) => one.replace(/^https?:\/\//, "")).join(", "),
    },
    {
      id: "identity",
      title: "Identity",
      isMinor: true,
      cell: ({ identity }) =>
        identity === "required" ? "Signed by the website" : "As they say",
    },
  ],
  get fresh(): Service {
    return { name: "", token: randomToken(), origins: [], values: {} };
  },
  copied: (service) => ({ ...service, token: randomToken() }),
  check: ({ origins = [] }) => {
    const wrong = origins.find((one) => !origin.test(one.trim()));
    return wrong === undefined
      ? {}
      : {
          origins: `“${wrong}” is no origin. Write it as https://www.example.com, without a path.`,
        };
  },
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            {
              ...name_field,
              hint: "Over the box, if that has no title of its own.",
            },
            {
              at: "token",
              label: "Token",
              hint: "Names the service in the snippet. Not a secret; another one makes all snippets out there useless.",
              as: "text",
              isRequired: true,
              isFixed: true,
            },
            {
              at: "flow",
              label: "Flow",
              hint: "What customers go through before an agent comes.",
              as: "object",
              of: "/api/v1/flows",
              isRequired: true,
            },
            {
              at: "origins",
              label: "Allowed websites",
              hint: "One a line, as https://www.example.com. Elsewhere the box shows an error.",
              as: "lines",
            },
            {
              at: "reopen_after_close",
              label: "Customers may write again after the end",
              as: "flag",
            },
          ],
        },
      ],
    },
    {
      id: "values",
      title: "Values",
      parts: [
        {
          title: "Values of the flow",
          text: "What the flow leaves to each service.",
          fields: [
            { at: "values", label: "Values", as: "own", show: ServiceValues },
          ],
        },
      ],
    },
    {
      id: "box",
      title: "Box",
      parts: [
        {
          title: "How it looks",
          fields: [
            {
              at: "widget.title",
              label: "Title",
              hint: "Empty: the name of the service.",
              as: "text",
              max: name_max,
            },
            { at: "widget.colour", label: "Colour", as: "text", type: "color" },
            {
              at: "widget.position",
              label: "Corner",
              as: "choice",
              options: [
                { id: "right", label: "Right" },
                { id: "left", label: "Left" },
              ],
            },
            {
              at: "widget.language",
              label: "Language",
              as: "choice",
              options: [
                { id: "", label: "As the page" },
                { id: "en", label: "English" },
                { id: "de", label: "Deutsch" },
                { id: "fr", label: "Français" },
                { id: "es", label: "Español" },
                { id: "cy", label: "Cymraeg" },
              ],
            },
            {
              at: "widget.auto_open",
              label: "Opens by itself after",
              hint: "0: never. Once a page view.",
              as: "time",
              unit: "seconds",
              min: 0,
              max: 3600,
            },
          ],
        },
        {
          title: "What it asks first",
          fields: [
            {
              at: "widget.ask_name",
              label: "Name",
              as: "choice",
              options: asked,
            },
            {
              at: "widget.ask_email",
              label: "E-mail",
              as: "choice",
              options: asked,
            },
            {
              at: "widget.fields",
              label: "Own questions",
              as: "own",
              show: OwnFields,
            },
          ],
        },
        {
          title: "In the chat and after it",
          fields: [
            {
              at: "widget.files",
              label: "Customers may send files",
              hint: "Types and sizes are settings of the company.",
              as: "flag",
            },
            { at: "survey.on", label: "Ask how it was", as: "flag" },
            {
              at: "survey.question",
              label: "Question",
              hint: "Empty: in the box’s own words. Answered with 1 to 5.",
              as: "text",
              max: description_max,
              when: ({ survey }) => survey?.on === true,
            },
          ],
        },
      ],
    },
    {
      id: "identity",
      title: "Identity",
      parts: [
        {
          fields: [
            {
              at: "identity",
              label: "Who customers are",
              hint: "Agents see a mark at those whom the website has signed.",
              as: "choice",
              options: [
                {
                  id: "optional",
                  label: "As they say, or signed by the website",
                },
                { id: "required", label: "Only those signed by the website" },
              ],
            },
          ],
        },
        {
          title: "Site keys",
          fields: [
            { at: "identity", label: "Site keys", as: "own", show: SiteKeys },
          ],
        },
      ],
    },
    {
      id: "snippet",
      title: "Snippet",
      parts: [
        {
          title: "The snippet for the website",
          text: "What is chosen here stands before the settings of the box.",
          fields: [{ at: "token", label: "Snippet", as: "own", show: Snippet }],
        },
      ],
    },
  ],
});
