// What customers go through before an agent comes (F1-F3). The pages of one are
// its own: `admin/flows/`.
import type { Schemas } from "../../rest/client.js";
import { FlowPlace } from "../flows/place.js";
import { kindOf } from "../kind.js";

type Flow = Schemas["Flow"];

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

export default kindOf<Flow>({
  path: "/api/v1/flows",
  noun: "flow",
  empty: "A flow greets, asks and decides where a chat goes. Add the first.",
  columns: [
    {
      id: "description",
      title: "Description",
      isMinor: true,
      cell: ({ description }) => description ?? "",
    },
    {
      id: "version",
      title: "In use",
      cell: ({ version = 0 }) =>
        version === 0 ? "Not published" : `Version ${version}`,
    },
    {
      id: "published",
      title: "Published",
      isMinor: true,
      cell: ({ published_at: at }) =>
        at === undefined || at === 0 ? "–" : day.format(at),
    },
    {
      id: "draft",
      title: "Draft",
      cell: ({ draft }) => (draft === undefined ? "–" : "Yes"),
    },
  ],
  fresh: { name: "" },
  Page: FlowPlace,
});
