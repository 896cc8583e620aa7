// Says that the connection is lost, and that what is shown may be old.
import { WifiOff } from "lucide-react";
import type { JSX } from "react";
import { useIsSlow } from "../ui/states.js";
import { useModel } from "./hooks.js";

export function ConnectionBar(): JSX.Element | null {
  const { client, wasReady } = useModel();
  const isLost = client.connection.name !== "ready";
  const isSlow = useIsSlow(isLost && !wasReady);
  if (!isLost || (!wasReady && !isSlow)) return null;
  return (
    <div
      className="bar"
      data-tone="bad"
      role="alert"
      data-testid="connection-lost"
    >
      <WifiOff className="icon" aria-hidden />
      <span>
        {wasReady
          ? "The connection is lost. Reconnecting; what you see may be old. What you write is sent afterwards."
          : "Connecting…"}
      </span>
    </div>
  );
}
