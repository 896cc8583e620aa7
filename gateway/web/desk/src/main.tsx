// The agents' desk, a page of its own at /desk/.
import { render } from "preact";
import { App } from "./app.js";
import "./desk.css";

const place = document.getElementById("app");
if (place !== null) render(<App />, place);
