// Loads the chat's part of the widget.
import { chat_loaded, type MountChat } from "./parts.js";

declare const chat_file: string;

/** A plain script, not a module: another site's pages need no CORS for it. */
export function loadChat(base: URL): Promise<MountChat> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`widget/${chat_file}`, base).href;
    script.async = true;
    script.addEventListener(chat_loaded, (event) => {
      resolve((event as CustomEvent<MountChat>).detail);
    });
    script.addEventListener("error", () => {
      script.remove();
      reject(new Error("the chat could not be loaded"));
    });
    document.head.append(script);
  });
}
