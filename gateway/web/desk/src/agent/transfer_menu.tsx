// The button that transfers the active chat; what it opens is loaded on demand.
import type { DeskChatView } from "@parley/client";
import { ArrowRightLeft } from "lucide-react";
import { type JSX, lazy, useState } from "react";
import { useOffer } from "../shell/acts.js";
import { Button } from "../ui/button.js";
import { Panel } from "../ui/panel.js";
import { useModel } from "./hooks.js";

const Targets = lazy(() => import("./transfer.js"));

export function TransferMenu({ chat }: { chat: DeskChatView }): JSX.Element {
  const { client } = useModel();
  const [isOpen, setOpen] = useState(false);
  const isOffline = client.connection.name !== "ready";
  useOffer([
    {
      id: "chat.transfer",
      run: () => {
        setOpen(true);
      },
    },
  ]);
  return (
    <Panel
      label="Transfer"
      isOpen={isOpen}
      setOpen={setOpen}
      placement="bottom end"
      isWide
      trigger={(trigger) => (
        <Button
          {...trigger}
          size="small"
          icon={ArrowRightLeft}
          data-testid="transfer"
          isDisabled={isOffline}
        >
          Transfer
        </Button>
      )}
    >
      <Targets
        chat={chat}
        close={() => {
          setOpen(false);
        }}
      />
    </Panel>
  );
}
