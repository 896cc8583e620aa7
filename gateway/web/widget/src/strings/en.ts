// English: complete, and the type of all the others.

const en = {
  title: "Chat",
  input: "Your message",
  placeholder: "Write a message…",
  send: "Send",
  close: "Close chat window",
  end: "End chat",
  endQuestion: "End this chat?",
  endYes: "End it",
  endNo: "Go on",
  again: "Start a new chat",
  retry: "Try again",
  discard: "Discard",
  log: "Messages",
  you: "You",
  hello: "How can we help?",
  helloMore: "Send us a message. We answer right here.",
  loading: "Your chat is being loaded…",
  today: "Today",
  yesterday: "Yesterday",
  fresh: "New",
  toNewest: (n: number) =>
    n === 0
      ? "To the newest message"
      : n === 1
        ? "1 new message"
        : `${n} new messages`,
  emoji: "Emoji",
  emojiGroups: ["Faces", "Hands and people", "Hearts and signs", "Things"],
  soundOn: "Sound is on",
  soundOff: "Sound is off",
  connecting: "Connecting…",
  reconnecting: "Reconnecting…",
  online: "Connected",
  offlineNow: "You are offline. What you write is sent when you are back.",
  lostNow: "The connection is lost. What you write is sent when it is back.",
  nextTry: (n: number) => `Next try in ${n} s`,
  tryNow: "Try now",
  back: "You are connected again.",
  elsewhere: "The connection was closed by the server.",
  gone: "Your earlier chat has ended.",
  waiting: "Please wait; somebody will be with you soon.",
  position: (n: number) => `You are number ${n} in the queue.`,
  interrupted: (name: string) => `${name} is on a call and comes back to you.`,
  typing: (name: string) => `${name} is typing…`,
  somebody: "Your agent",
  joined: (name: string) => `with ${name}`,
  ended: "The chat has ended.",
  sending: "Sending",
  stored: "Stored",
  delivered: "Delivered",
  seen: "Seen",
  failed: "Not sent",
  tooLong: (over: number) =>
    `${over} ${over === 1 ? "character" : "characters"} too many.`,
  left: (n: number) => `${n} ${n === 1 ? "character" : "characters"} left`,
  seconds: (n: number) =>
    n === 1
      ? "Please try again in a second."
      : `Please try again in ${n} seconds.`,
  minutes: (n: number) =>
    n === 1
      ? "Please try again in a minute."
      : `Please try again in ${n} minutes.`,
  formTitle: "Before we start",
  formText: "So that we know who we talk with.",
  name: "Name",
  email: "E-mail",
  optional: "optional",
  start: "Start the chat",
  missing: "Please fill this in.",
  emailWrong: "Please check this address.",
  /** By name of a refusal; others show the server's own sentence. */
  refusals: {
    unknown_token: "This chat is not set up: its token is unknown.",
    forbidden_origin: "This website may not use this chat.",
    service_unavailable: "This chat is not available at the moment.",
    throttled: "That was too fast.",
    too_many_sessions: "There were too many new chats from your address.",
    too_many_connections: "Too many people are in the chat at the moment.",
    too_long: "The text is too long.",
    blank_text: "The text is empty.",
    chat_closed: "This chat has ended.",
    queue_full: "The queue is full.",
    nobody_serves_queue: "Nobody is here at the moment.",
    storage_full: "Nothing can be stored at the moment.",
    unavailable: "There was no answer; please try again.",
    internal_error: "Something went wrong on our side.",
    shutting_down: "The server restarts.",
  } as Record<string, string>,
};

export type Strings = typeof en;
export default en;
