import type { Strings } from "./en.js";

const de: Strings = {
  title: "Chat",
  input: "Ihre Nachricht",
  placeholder: "Nachricht schreiben…",
  send: "Senden",
  close: "Chatfenster schließen",
  end: "Beenden",
  endQuestion: "Diesen Chat beenden?",
  endYes: "Beenden",
  endNo: "Weiter",
  again: "Neuen Chat beginnen",
  retry: "Noch einmal",
  discard: "Verwerfen",
  log: "Nachrichten",
  you: "Sie",
  hello: "Wie können wir helfen?",
  helloMore: "Schreiben Sie uns. Wir antworten genau hier.",
  loading: "Ihr Chat wird geladen…",
  today: "Heute",
  yesterday: "Gestern",
  fresh: "Neu",
  toNewest: (n) =>
    n === 0
      ? "Zur neuesten Nachricht"
      : n === 1
        ? "1 neue Nachricht"
        : `${n} neue Nachrichten`,
  emoji: "Emoji",
  emojiGroups: [
    "Gesichter",
    "Hände und Menschen",
    "Herzen und Zeichen",
    "Dinge",
  ],
  soundOn: "Ton ist an",
  soundOff: "Ton ist aus",
  connecting: "Verbinde…",
  reconnecting: "Verbinde neu…",
  online: "Verbunden",
  offlineNow:
    "Sie sind offline. Was Sie schreiben, wird gesendet, sobald Sie zurück sind.",
  lostNow:
    "Die Verbindung ist verloren. Was Sie schreiben, wird gesendet, sobald sie zurück ist.",
  nextTry: (n) => `Nächster Versuch in ${n} s`,
  tryNow: "Jetzt versuchen",
  back: "Sie sind wieder verbunden.",
  elsewhere: "Der Server hat die Verbindung geschlossen.",
  gone: "Ihr früherer Chat ist beendet.",
  waiting: "Bitte warten Sie; gleich ist jemand für Sie da.",
  position: (n) => `Sie sind Nummer ${n} in der Warteschlange.`,
  interrupted: (name) =>
    `${name} telefoniert und kommt gleich zu Ihnen zurück.`,
  typing: (name) => `${name} schreibt…`,
  somebody: "Ihr Gegenüber",
  joined: (name) => `mit ${name}`,
  ended: "Der Chat ist beendet.",
  sending: "Wird gesendet",
  stored: "Gespeichert",
  delivered: "Zugestellt",
  seen: "Gesehen",
  failed: "Nicht gesendet",
  tooLong: (over) => `${over} Zeichen zu viel.`,
  left: (n) => `noch ${n} Zeichen`,
  seconds: (n) =>
    n === 1
      ? "Bitte versuchen Sie es in einer Sekunde wieder."
      : `Bitte versuchen Sie es in ${n} Sekunden wieder.`,
  minutes: (n) =>
    n === 1
      ? "Bitte versuchen Sie es in einer Minute wieder."
      : `Bitte versuchen Sie es in ${n} Minuten wieder.`,
  formTitle: "Bevor wir beginnen",
  formText: "Damit wir wissen, mit wem wir sprechen.",
  name: "Name",
  email: "E-Mail",
  optional: "freiwillig",
  start: "Chat beginnen",
  missing: "Bitte füllen Sie das aus.",
  emailWrong: "Bitte prüfen Sie diese Adresse.",
  refusals: {
    unknown_token:
      "Dieser Chat ist nicht eingerichtet: Sein Token ist unbekannt.",
    forbidden_origin: "Diese Website darf diesen Chat nicht verwenden.",
    service_unavailable: "Dieser Chat ist zurzeit nicht verfügbar.",
    throttled: "Das ging zu schnell.",
    too_many_sessions: "Von Ihrer Adresse kamen zu viele neue Chats.",
    too_many_connections: "Zurzeit sind zu viele Menschen im Chat.",
    too_long: "Der Text ist zu lang.",
    blank_text: "Der Text ist leer.",
    chat_closed: "Dieser Chat ist beendet.",
    queue_full: "Die Warteschlange ist voll.",
    nobody_serves_queue: "Zurzeit ist niemand da.",
    storage_full: "Zurzeit kann nichts gespeichert werden.",
    unavailable: "Keine Antwort; bitte versuchen Sie es noch einmal.",
    internal_error: "Bei uns ist etwas schiefgegangen.",
    shutting_down: "Der Server startet neu.",
  },
};

export default de;
