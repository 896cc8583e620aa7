// The acts that have a shortcut, and which one. People may choose their own;
// this browser keeps them. Modifiers come first: `mod` is Ctrl, or ⌘ on a Mac.

export interface CatalogueRow {
  readonly group: string;
  readonly title: string;
  readonly keys: string;
}

/** One row per act; the sheet of shortcuts shows them in this order. */
export const catalogue = {
  "palette.open": {
    group: "Everywhere",
    title: "Find anything",
    keys: "mod+k",
  },
  "help.open": { group: "Everywhere", title: "Show shortcuts", keys: "?" },
  "status.menu": {
    group: "Everywhere",
    title: "Change your status",
    keys: "alt+s",
  },
  "session.leave": {
    group: "Everywhere",
    title: "Log out",
    keys: "alt+shift+q",
  },
  "form.save": { group: "Everywhere", title: "Save", keys: "mod+s" },
  "queue.take": {
    group: "Inbox and queues",
    title: "Take the next waiting chat",
    keys: "alt+t",
  },
  "inbox.next": {
    group: "Inbox and queues",
    title: "Next chat",
    keys: "alt+arrowdown",
  },
  "inbox.previous": {
    group: "Inbox and queues",
    title: "Previous chat",
    keys: "alt+arrowup",
  },
  "offer.accept": {
    group: "Inbox and queues",
    title: "Accept the offered chat",
    keys: "alt+y",
  },
  "offer.decline": {
    group: "Inbox and queues",
    title: "Decline the offered chat",
    keys: "alt+shift+y",
  },
  "chat.write": {
    group: "The chat",
    title: "Write a message",
    keys: "alt+m",
  },
  "chat.activate": { group: "The chat", title: "Activate", keys: "alt+a" },
  "chat.park": { group: "The chat", title: "Park", keys: "alt+p" },
  "chat.put_back": { group: "The chat", title: "Put back", keys: "alt+b" },
  "chat.transfer": { group: "The chat", title: "Transfer", keys: "alt+r" },
  "chat.end": { group: "The chat", title: "End the chat", keys: "alt+e" },
  "wrapup.extend": {
    group: "The chat",
    title: "Extend the wrapup",
    keys: "alt+x",
  },
  "wrapup.finish": {
    group: "The chat",
    title: "Finish the wrapup",
    keys: "alt+enter",
  },
  "filing.open": {
    group: "The chat",
    title: "Classify and write a note",
    keys: "alt+n",
  },
  "side.toggle": {
    group: "The chat",
    title: "Show or hide the details",
    keys: "alt+i",
  },
  "contact.open": {
    group: "The contact",
    title: "Find or link the contact",
    keys: "alt+l",
  },
  "contact.create": {
    group: "The contact",
    title: "Create a contact from the chat",
    keys: "alt+shift+c",
  },
  "contact.unlink": {
    group: "The contact",
    title: "Unlink the chat",
    keys: "alt+shift+u",
  },
  "contact.edit": {
    group: "The contact",
    title: "Change the contact",
    keys: "alt+shift+e",
  },
  "contact.tag": {
    group: "The contact",
    title: "Add or take away tags",
    keys: "alt+shift+t",
  },
  "contact.note": {
    group: "The contact",
    title: "Write a note on the contact",
    keys: "alt+shift+n",
  },
  "contact.history": {
    group: "The contact",
    title: "Read the newest earlier chat",
    keys: "alt+shift+h",
  },
  "contact.page": {
    group: "The contact",
    title: "Open the contact’s page",
    keys: "alt+shift+o",
  },
  "contact.merge": {
    group: "The contact",
    title: "Merge another contact into this one",
    keys: "alt+shift+m",
  },
  "contact.export": {
    group: "The contact",
    title: "Export the person’s data",
    keys: "alt+shift+d",
  },
  "contact.erase": {
    group: "The contact",
    title: "Delete the conversations",
    keys: "alt+shift+delete",
  },
  "contact.delete": {
    group: "The contact",
    title: "Delete the contact",
    keys: "alt+delete",
  },
  "contacts.search": { group: "Contacts", title: "Search", keys: "/" },
  "contacts.add": { group: "Contacts", title: "Add a contact", keys: "alt+c" },
  "contacts.import": {
    group: "Contacts",
    title: "Import from a CSV file",
    keys: "alt+shift+i",
  },
  "contacts.export": {
    group: "Contacts",
    title: "Export all as CSV",
    keys: "alt+shift+x",
  },
  "filing.abusive": {
    group: "The chat",
    title: "Mark as abusive",
    keys: "alt+shift+a",
  },
  "chat.attach": {
    group: "The chat",
    title: "Send a file",
    keys: "alt+shift+f",
  },
  "chat.whisper": {
    group: "The chat",
    title: "Whisper to colleagues",
    keys: "alt+w",
  },
  "supervise.queues": {
    group: "Live board",
    title: "Live queues",
    keys: "alt+1",
  },
  "supervise.agents": {
    group: "Live board",
    title: "Live agents",
    keys: "alt+2",
  },
  "supervise.sessions": {
    group: "Live board",
    title: "Live sessions",
    keys: "alt+3",
  },
  "supervise.observe": {
    group: "Live board",
    title: "Read along, or stop it",
    keys: "alt+o",
  },
  "supervise.take_over": {
    group: "Live board",
    title: "Take the chat over",
    keys: "alt+shift+k",
  },
  "supervise.move": {
    group: "Live board",
    title: "Move the chat to a queue",
    keys: "alt+shift+g",
  },
  "supervise.why": {
    group: "Live board",
    title: "Why was it routed so?",
    keys: "alt+shift+w",
  },
  "supervise.status": {
    group: "Live board",
    title: "Set the agent's status",
    keys: "alt+shift+s",
  },
  "supervise.channels": {
    group: "Live board",
    title: "Limit the agent's channels",
    keys: "alt+shift+j",
  },
  "supervise.log_out": {
    group: "Live board",
    title: "Log the agent out",
    keys: "alt+shift+l",
  },
  "supervise.close": {
    group: "Live board",
    title: "Close the details",
    keys: "alt+q",
  },
} as const satisfies Record<string, CatalogueRow>;

export type ActId = keyof typeof catalogue;

export const act_ids = Object.keys(catalogue) as readonly ActId[];

const modifiers = ["mod", "alt", "shift"] as const;

interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The key's name: the letter, whatever Alt makes of it. */
function nameOf({ key, code, altKey }: Pressed): string {
  const [, digit] = /^(?:Key|Digit)(.)$/.exec(code) ?? [];
  const isOwn = /^[a-z0-9]$/i.test(key);
  if (altKey && !isOwn && digit !== undefined) return digit.toLowerCase();
  return key === " " ? "space" : key.toLowerCase();
}

/** @returns for example `alt+p`, or nothing for a modifier alone. */
export function keysOf(pressed: Pressed): string | undefined {
  const name = nameOf(pressed);
  if (["control", "meta", "alt", "shift", "altgraph", "dead"].includes(name)) {
    return undefined;
  }
  const isOn = {
    mod: pressed.ctrlKey || pressed.metaKey,
    alt: pressed.altKey,
    // A sign such as `?` has Shift in it already.
    shift: pressed.shiftKey && (name.length > 1 || /[a-z0-9]/.test(name)),
  };
  return [...modifiers.filter((one) => isOn[one]), name].join("+");
}

/** May it be pressed while somebody writes? */
export function worksInText(keys: string): boolean {
  return keys.startsWith("mod+") || keys.startsWith("alt+");
}

const stored_under = "parley.keys";

export class Keymap {
  private own_: Partial<Record<ActId, string>>;
  private readonly watchers_ = new Set<() => void>();

  constructor(private readonly storage_: Pick<Storage, "getItem" | "setItem">) {
    this.own_ = ownOf(storage_.getItem(stored_under));
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers_.add(watcher);
    return () => {
      this.watchers_.delete(watcher);
    };
  };

  /** Changes with each change: for `useSyncExternalStore`. */
  readonly state = (): object => this.own_;

  of(act: ActId): string {
    return this.own_[act] ?? catalogue[act].keys;
  }

  actOf(keys: string): ActId | undefined {
    return act_ids.find((act) => this.of(act) === keys);
  }

  get isChanged(): boolean {
    return Object.keys(this.own_).length > 0;
  }

  /** @returns the act that has these keys already, else nothing. */
  choose(act: ActId, keys: string): ActId | undefined {
    const other = this.actOf(keys);
    if (other !== undefined && other !== act) return other;
    const others = Object.entries(this.own_).filter(([name]) => name !== act);
    const isOriginal = catalogue[act].keys === keys;
    this.keep(
      Object.fromEntries(isOriginal ? others : [...others, [act, keys]]),
    );
    return undefined;
  }

  reset(): void {
    this.keep({});
  }

  private keep(own: Partial<Record<ActId, string>>): void {
    this.own_ = own;
    this.storage_.setItem(stored_under, JSON.stringify(own));
    for (const watcher of [...this.watchers_]) watcher();
  }
}

function ownOf(text: string | null): Partial<Record<ActId, string>> {
  const own: Partial<Record<ActId, string>> = {};
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    if (typeof value !== "object" || value === null) return own;
    for (const [act, keys] of Object.entries(value)) {
      if (Object.hasOwn(catalogue, act) && typeof keys === "string") {
        own[act as ActId] = keys;
      }
    }
  } catch {
    // Somebody else's text: the shortcuts are those of the catalogue.
  }
  return own;
}
