// Tags of contacts, each with its colour (M2).
import type { Schemas } from "../../rest/client.js";
import type { CSSProperties } from "react";
import { name_field } from "./common.js";
import { kindOf } from "../kind.js";
import "./contents.css";

type Tag = Schemas["Tag"];

function Colour({ colour = "" }: Tag): React.JSX.Element {
  return (
    <span className="swatch" style={{ "--swatch": colour } as CSSProperties}>
      {colour}
    </span>
  );
}

export default kindOf<Tag>({
  path: "/api/v1/tags",
  noun: "tag",
  empty: "Agents put them on contacts. Add the first.",
  columns: [{ id: "colour", title: "Colour", cell: Colour }],
  fresh: { name: "", colour: "#3d5bd9" },
  tabs: [
    {
      id: "general",
      title: "General",
      parts: [
        {
          fields: [
            name_field,
            {
              at: "colour",
              label: "Colour",
              hint: "It tints the tag; what is written on it can be read in any.",
              as: "text",
              type: "color",
              isRequired: true,
            },
          ],
        },
      ],
    },
  ],
});
