// Copying steps: through the system's clipboard, so that they can be pasted into
// another flow in another window.
import { useEffect } from "react";
import type { FlowNode, Graph } from "./graph.js";

interface Clip {
  readonly parley_steps: Graph["nodes"];
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches("input, textarea, select") || target.isContentEditable)
  );
}

/** Steps that somebody has copied, or nothing: another text was. */
export function stepsIn(text: string): Record<string, FlowNode> | undefined {
  try {
    const found = JSON.parse(text) as Partial<Clip> | null;
    const steps = found?.parley_steps;
    if (typeof steps !== "object") return undefined;
    return Object.fromEntries(
      Object.entries(steps).filter(
        ([, node]) =>
          typeof node === "object" && Object.keys(node).length === 1,
      ),
    );
  } catch {
    return undefined;
  }
}

export function useClipboard(options: {
  chosen: () => Graph["nodes"];
  cut: () => void;
  paste: (nodes: Graph["nodes"]) => void;
}): void {
  const { chosen, cut, paste } = options;
  useEffect(() => {
    const copied = (event: ClipboardEvent): void => {
      const nodes = chosen();
      if (isWriting(event.target) || Object.keys(nodes).length === 0) return;
      // Somebody has marked words of the page.
      if (getSelection()?.isCollapsed === false) return;
      const clip: Clip = { parley_steps: nodes };
      event.clipboardData?.setData("text/plain", JSON.stringify(clip));
      event.preventDefault();
      if (event.type === "cut") cut();
    };
    const pasted = (event: ClipboardEvent): void => {
      if (isWriting(event.target)) return;
      const steps = stepsIn(event.clipboardData?.getData("text/plain") ?? "");
      if (steps === undefined) return;
      event.preventDefault();
      paste(steps);
    };
    document.addEventListener("copy", copied);
    document.addEventListener("cut", copied);
    document.addEventListener("paste", pasted);
    return () => {
      document.removeEventListener("copy", copied);
      document.removeEventListener("cut", copied);
      document.removeEventListener("paste", pasted);
    };
  }, [chosen, cut, paste]);
}

/** Keys of the editor, while nobody writes and no dialog is open. */
export function useEditorKeys(keys: {
  undo: () => void;
  redo: () => void;
  save: () => void;
  find: () => void;
}): void {
  const { undo, redo, save, find } = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      if (document.querySelector("[role$=dialog]") !== null) return;
      const isMod = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const done = (): void => {
        event.preventDefault();
      };
      if (isMod && key === "s") {
        done();
        save();
      } else if (!isWriting(event.target)) {
        if (isMod && key === "z") {
          done();
          if (event.shiftKey) redo();
          else undo();
        } else if (isMod && key === "y") {
          done();
          redo();
        } else if (!isMod && key === "/") {
          done();
          find();
        }
      }
    };
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("keydown", pressed);
    };
  }, [find, redo, save, undo]);
}
