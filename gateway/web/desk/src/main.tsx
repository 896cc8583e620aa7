// The desk, a page of its own at /desk/: for agents, supervisors and
// administrators, each with the places that their roles give.
import { StrictMode } from "react";
import { UNSAFE_PortalProvider as PortalProvider } from "react-aria";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { schemeOf, showScheme } from "./theme/theme.js";
import "./theme/tokens.css";
import "./theme/base.css";
import "./ui/ui.css";
import "./ui/layers.css";
import "./shell/shell.css";

showScheme(schemeOf());
const place = document.getElementById("app");
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <PortalProvider getContainer={() => document.getElementById("panels")}>
        <App />
      </PortalProvider>
    </StrictMode>,
  );
}
