// What the box says, per language. English is complete; others follow its type.
import type { Refusal } from "@parley/client";

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
  connecting: "Connecting…",
  reconnecting: "Connection lost. Reconnecting…",
  online: "Connected",
  elsewhere: "The connection was closed by the server.",
  waiting: "Please wait; somebody will be with you soon.",
  position: (n: number) => `You are number ${n} in the queue.`,
  interrupted: "Your agent is on a call and will be back with you.",
  typing: (name: string) => `${name} is typing…`,
  somebody: "Agent",
  joined: (name: string) => `You talk with ${name}.`,
  ended: "The chat has ended.",
  sending: "Sending",
  stored: "Stored",
  delivered: "Delivered",
  seen: "Seen",
  tooLong: (over: number) =>
    `${over} ${over === 1 ? "character" : "characters"} too many.`,
  left: (n: number) => `${n} characters left`,
  seconds: (n: number) =>
    n === 1
      ? "Please try again in a second."
      : `Please try again in ${n} seconds.`,
  minutes: (n: number) =>
    n === 1
      ? "Please try again in a minute."
      : `Please try again in ${n} minutes.`,
  /** By name of a refusal; others show the server's own sentence. */
  refusals: {} as Record<string, string>,
};

export type Strings = typeof en;

const de: Strings = {
  title: "Chat",
  input: "Ihre Nachricht",
  placeholder: "Nachricht schreiben…",
  send: "Senden",
  close: "Chatfenster schließen",
  end: "Chat beenden",
  endQuestion: "Diesen Chat beenden?",
  endYes: "Beenden",
  endNo: "Weiter",
  again: "Neuen Chat beginnen",
  retry: "Noch einmal",
  discard: "Verwerfen",
  log: "Nachrichten",
  you: "Sie",
  connecting: "Verbinde…",
  reconnecting: "Verbindung verloren. Verbinde neu…",
  online: "Verbunden",
  elsewhere: "Der Server hat die Verbindung geschlossen.",
  waiting: "Bitte warten Sie; gleich ist jemand für Sie da.",
  position: (n) => `Sie sind Nummer ${n} in der Warteschlange.`,
  interrupted: "Ihr Gegenüber führt ein Gespräch und kommt gleich zurück.",
  typing: (name) => `${name} schreibt…`,
  somebody: "Mitarbeiter",
  joined: (name) => `Sie sprechen mit ${name}.`,
  ended: "Der Chat ist beendet.",
  sending: "Wird gesendet",
  stored: "Gespeichert",
  delivered: "Zugestellt",
  seen: "Gesehen",
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
  refusals: {
    unknown_token:
      "Dieser Chat ist nicht eingerichtet: Sein Token ist unbekannt.",
    forbidden_origin: "Diese Website darf diesen Chat nicht verwenden.",
    service_unavailable: "Dieser Chat ist zurzeit nicht verfügbar.",
    throttled: "Das ging zu schnell.",
    too_many_sessions: "Zu viele neue Chats von Ihrer Adresse.",
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

const fr: Strings = {
  title: "Chat",
  input: "Votre message",
  placeholder: "Écrire un message…",
  send: "Envoyer",
  close: "Fermer la fenêtre",
  end: "Terminer le chat",
  endQuestion: "Terminer ce chat ?",
  endYes: "Terminer",
  endNo: "Continuer",
  again: "Commencer un nouveau chat",
  retry: "Réessayer",
  discard: "Supprimer",
  log: "Messages",
  you: "Vous",
  connecting: "Connexion…",
  reconnecting: "Connexion perdue. Reconnexion…",
  online: "Connecté",
  elsewhere: "Le serveur a fermé la connexion.",
  waiting: "Veuillez patienter, quelqu'un arrive.",
  position: (n) => `Vous êtes numéro ${n} dans la file.`,
  interrupted: "Votre interlocuteur est au téléphone et revient vers vous.",
  typing: (name) => `${name} écrit…`,
  somebody: "Conseiller",
  joined: (name) => `Vous parlez avec ${name}.`,
  ended: "Le chat est terminé.",
  sending: "Envoi",
  stored: "Enregistré",
  delivered: "Remis",
  seen: "Vu",
  tooLong: (over) =>
    `${over} ${over === 1 ? "caractère" : "caractères"} de trop.`,
  left: (n) => `${n} caractères restants`,
  seconds: (n) => `Veuillez réessayer dans ${n} s.`,
  minutes: (n) => `Veuillez réessayer dans ${n} min.`,
  refusals: {
    unknown_token: "Ce chat n'est pas configuré : jeton inconnu.",
    forbidden_origin: "Ce site ne peut pas utiliser ce chat.",
    service_unavailable: "Ce chat n'est pas disponible pour le moment.",
    throttled: "C'était trop rapide.",
    too_many_sessions: "Trop de nouveaux chats depuis votre adresse.",
    too_long: "Le texte est trop long.",
    blank_text: "Le texte est vide.",
    chat_closed: "Ce chat est terminé.",
    queue_full: "La file d'attente est pleine.",
    nobody_serves_queue: "Personne n'est là pour le moment.",
    storage_full: "Rien ne peut être enregistré pour le moment.",
    internal_error: "Une erreur s'est produite chez nous.",
  },
};

const es: Strings = {
  title: "Chat",
  input: "Su mensaje",
  placeholder: "Escriba un mensaje…",
  send: "Enviar",
  close: "Cerrar la ventana",
  end: "Terminar el chat",
  endQuestion: "¿Terminar este chat?",
  endYes: "Terminar",
  endNo: "Seguir",
  again: "Empezar un chat nuevo",
  retry: "Reintentar",
  discard: "Descartar",
  log: "Mensajes",
  you: "Usted",
  connecting: "Conectando…",
  reconnecting: "Conexión perdida. Conectando de nuevo…",
  online: "Conectado",
  elsewhere: "El servidor ha cerrado la conexión.",
  waiting: "Espere, por favor; enseguida le atendemos.",
  position: (n) => `Es usted el número ${n} en la cola.`,
  interrupted: "Su agente atiende una llamada y volverá con usted.",
  typing: (name) => `${name} está escribiendo…`,
  somebody: "Agente",
  joined: (name) => `Habla con ${name}.`,
  ended: "El chat ha terminado.",
  sending: "Enviando",
  stored: "Guardado",
  delivered: "Entregado",
  seen: "Visto",
  tooLong: (over) =>
    over === 1 ? "Sobra 1 carácter." : `Sobran ${over} caracteres.`,
  left: (n) => `quedan ${n} caracteres`,
  seconds: (n) => `Inténtelo de nuevo en ${n} s.`,
  minutes: (n) => `Inténtelo de nuevo en ${n} min.`,
  refusals: {
    unknown_token: "Este chat no está configurado: token desconocido.",
    forbidden_origin: "Este sitio no puede usar este chat.",
    service_unavailable: "Este chat no está disponible en este momento.",
    throttled: "Demasiado rápido.",
    too_many_sessions: "Demasiados chats nuevos desde su dirección.",
    too_long: "El texto es demasiado largo.",
    blank_text: "El texto está vacío.",
    chat_closed: "Este chat ha terminado.",
    queue_full: "La cola está llena.",
    nobody_serves_queue: "No hay nadie en este momento.",
    storage_full: "No se puede guardar nada en este momento.",
    internal_error: "Algo ha fallado por nuestra parte.",
  },
};

const all: Record<string, Strings> = { en, de, fr, es };

export function stringsOf(language: string): Strings {
  return all[language.slice(0, 2).toLowerCase()] ?? en;
}

/** A refusal in words, with the time to wait if that is known (W7). */
export function inWords(words: Strings, refusal: Refusal): string {
  const { name, text, retry_after: wait } = refusal;
  const sentence = words.refusals[name] ?? text;
  if (wait === undefined || wait <= 0) return sentence;
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  const when =
    seconds < 100
      ? words.seconds(seconds)
      : words.minutes(Math.ceil(seconds / 60));
  return `${sentence} ${when}`;
}
