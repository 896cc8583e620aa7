// Where somebody is logged in, and ending it there.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import type { JSX } from "react";
import { type Schemas, wordsOf } from "../rest/client.js";
import { useAsk } from "../ui/ask.js";
import { Button } from "../ui/button.js";
import { Table } from "../ui/table.js";
import { useToasts } from "../ui/toasts.js";

type Login = Schemas["Logins"]["items"][number];

const moment = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
});

export function Logins(props: {
  /** Names the list among what was read. */
  of: string;
  read: () => Promise<Schemas["Logins"]>;
  revoke: (login: string) => Promise<unknown>;
  mayRevoke: boolean;
  question: string;
  empty: string;
}): JSX.Element {
  const { of, read, revoke, mayRevoke, question, empty } = props;
  const ask = useAsk();
  const toasts = useToasts();
  const queries = useQueryClient();
  const key = ["logins", of];
  const found = useQuery({ queryKey: key, queryFn: read, staleTime: 0 });
  const end = async ({ login, address }: Login): Promise<void> => {
    const isSure = await ask({
      title: `End the login from ${address}?`,
      text: question,
      yes: "End it",
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await revoke(login);
      toasts.show(`The login from ${address} has ended.`, "good");
    } catch (why) {
      toasts.show(wordsOf(why), "bad");
    }
    await queries.invalidateQueries({ queryKey: key });
  };
  return (
    <Table<Login>
      label="Logins"
      columns={[
        { id: "address", title: "From", cell: ({ address }) => address },
        {
          id: "created",
          title: "Since",
          cell: ({ created }) => moment.format(created),
        },
        {
          id: "expires",
          title: "Ends by itself",
          isMinor: true,
          cell: ({ expires }) => moment.format(expires),
        },
      ]}
      rows={found.data?.items}
      keyOf={({ login }) => login}
      error={found.error}
      again={() => void found.refetch()}
      empty={{ icon: MonitorSmartphone, title: "Not logged in.", text: empty }}
      {...(mayRevoke && {
        acts: (row: Login) => (
          <Button
            size="small"
            aria-label={`End the login from ${row.address}, since ${moment.format(row.created)}`}
            data-testid="revoke"
            onPress={() => void end(row)}
          >
            End
          </Button>
        ),
      })}
    />
  );
}
