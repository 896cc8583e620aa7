// What a company has beside its objects: name, brand, defaults, graces, channels,
// interruptions, files.
import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { Tagged } from "../../rest/client.js";
import { useSession } from "../../session/session.js";
import { Failed, Loading } from "../../ui/states.js";
import { ColourField, LogoField } from "../brand_fields.js";
import { checkFields, name_max, shownFields } from "../check.js";
import {
  ChannelTable,
  checkFileSize,
  FileSize,
  InterruptionTable,
} from "../company_parts.js";
import {
  company_path,
  type Settings,
  settings_store,
  storeQuery,
} from "../company_store.js";
import { file_types } from "../file_types.js";
import { Frame } from "../frame.js";
import type { FormTab } from "../kind.js";
import { useObjectForm } from "../object_form.js";
import { Parts } from "../object_page.js";

const tabs: readonly FormTab<Settings>[] = [
  {
    id: "all",
    title: "All",
    parts: [
      {
        title: "Company",
        fields: [
          {
            at: "name",
            label: "Name",
            as: "text",
            isRequired: true,
            max: name_max,
          },
          {
            at: "mail_sender_name",
            label: "Sender of mails",
            hint: "The name beside the server's address, for transcripts. Empty: the company's.",
            as: "text",
            max: name_max,
          },
        ],
      },
      {
        title: "Brand",
        text: "On the box of every service that has no colour of its own, and at this desk from its next start.",
        fields: [
          {
            at: "brand.colour",
            label: "Colour",
            as: "own",
            show: ColourField,
          },
          { at: "brand.logo", label: "Logo", as: "own", show: LogoField },
        ],
      },
      {
        title: "Agents",
        fields: [
          {
            at: "webchats_per_agent_max",
            label: "Webchats per agent",
            hint: "Where a queue does not say its own number.",
            as: "number",
            isRequired: true,
            min: 1,
            max: 25,
          },
          {
            at: "agent_grace",
            label: "Grace of a lost desk",
            hint: "How long an agent whose connection is lost keeps the chats. 0: not at all.",
            as: "time",
            isRequired: true,
            unit: "seconds",
            min: 0,
            max: 3_600,
          },
          {
            at: "cool_down",
            label: "Pause after not accepting",
            hint: "An agent who declined, or let it ring, gets nothing of that kind for so long.",
            as: "time",
            isRequired: true,
            unit: "seconds",
            min: 0,
            max: 3_600,
          },
          {
            at: "resume_at_hang_up",
            label: "Resume at hang-up",
            hint: "An interrupted chat becomes active when the call ends. Off: after the call's wrapup.",
            as: "flag",
          },
        ],
      },
      {
        title: "Customers",
        fields: [
          {
            at: "customer_grace",
            label: "Grace of a lost customer",
            hint: "A customer who is lost for longer has ended the chat.",
            as: "time",
            isRequired: true,
            unit: "seconds",
            min: 0,
            max: 600,
          },
        ],
      },
      {
        title: "Channels",
        text: "Not automatic: nothing of the channel is allocated, whatever its queues say. Exclusive: who holds an item of it gets none of other channels.",
        fields: [
          {
            at: "channels",
            label: "Channels",
            as: "own",
            show: ChannelTable,
          },
        ],
      },
      {
        title: "Interruptions",
        text: "What happens when something comes for an agent who works on something else: it waits; or it interrupts, and the other is parked and goes on afterwards, or goes back to its queue. Calls are never interrupted.",
        fields: [
          {
            at: "interruptions",
            label: "Interruptions",
            as: "own",
            show: InterruptionTable,
          },
        ],
      },
      {
        title: "Files in chats",
        fields: [
          {
            at: "files.on",
            label: "Files may be sent",
            hint: "By customers and agents. They are checked by their content.",
            as: "flag",
          },
          {
            at: "files.bytes_max",
            label: "Largest file",
            as: "own",
            show: FileSize,
            when: ({ files }) => files?.on === true,
          },
          {
            at: "files.types",
            label: "Kinds of files",
            as: "choices",
            options: file_types,
            when: ({ files }) => files?.on === true,
          },
        ],
      },
    ],
  },
];

export default function CompanyPage(): JSX.Element {
  const read = useQuery(storeQuery(company_path, settings_store));
  if (read.error !== null) {
    return <Failed why={read.error} again={() => void read.refetch()} />;
  }
  if (read.data === undefined) return <Loading what="Loading the settings" />;
  return <Page base={read.data} />;
}

function Page({ base }: { base: Tagged<Settings> }): JSX.Element {
  const { may } = useSession();
  const isFixed = !may("company", "modify");
  const form = useObjectForm<Settings & { id?: string }>({
    path: company_path,
    store: settings_store,
    base,
    initial: base.value,
    isFixed,
    title: "The company",
    check: (values) => ({
      ...checkFileSize(values),
      ...checkFields(tabs, values),
    }),
  });
  return (
    <Frame
      form={form}
      way={[{ title: "Administration", href: "/admin" }, { title: "Settings" }]}
      title="Settings"
      text="What holds for everybody, where nothing else says otherwise."
      fixed={isFixed ? "You may look at this, but not change it." : undefined}
      fields={shownFields(tabs, form.values)}
    >
      <Parts parts={tabs[0]?.parts ?? []} form={form} />
    </Frame>
  );
}
