// The launcher's few sentences; everything else is in the chat's part.

export interface LauncherStrings {
  open: string;
  close: string;
  unread: (count: number) => string;
  loading: string;
  notLoaded: string;
  dismiss: string;
}

const en: LauncherStrings = {
  open: "Open chat",
  close: "Close chat",
  unread: (n) => (n === 1 ? "1 new message" : `${n} new messages`),
  loading: "The chat is loading…",
  notLoaded: "The chat could not be loaded. Please try again in a moment.",
  dismiss: "Close this note",
};

const sentences: Record<string, LauncherStrings> = {
  en,
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    unread: (n) => (n === 1 ? "1 neue Nachricht" : `${n} neue Nachrichten`),
    loading: "Der Chat wird geladen…",
    notLoaded:
      "Der Chat konnte nicht geladen werden. Bitte versuchen Sie es gleich noch einmal.",
    dismiss: "Hinweis schließen",
  },
  fr: {
    open: "Ouvrir le chat",
    close: "Fermer le chat",
    unread: (n) => (n === 1 ? "1 nouveau message" : `${n} nouveaux messages`),
    loading: "Chargement du chat…",
    notLoaded:
      "Le chat n'a pas pu être chargé. Veuillez réessayer dans un instant.",
    dismiss: "Fermer cette note",
  },
  es: {
    open: "Abrir el chat",
    close: "Cerrar el chat",
    unread: (n) => (n === 1 ? "1 mensaje nuevo" : `${n} mensajes nuevos`),
    loading: "Cargando el chat…",
    notLoaded:
      "No se ha podido cargar el chat. Inténtelo de nuevo en un momento.",
    dismiss: "Cerrar esta nota",
  },
  cy: {
    open: "Agor y sgwrs",
    close: "Cau'r sgwrs",
    unread: (n) => (n === 1 ? "1 neges newydd" : `${n} neges newydd`),
    loading: "Mae'r sgwrs yn llwytho…",
    notLoaded: "Methwyd llwytho'r sgwrs. Rhowch gynnig arall arni cyn bo hir.",
    dismiss: "Cau'r nodyn hwn",
  },
};

export function launcherStrings(language: string): LauncherStrings {
  return sentences[language.slice(0, 2).toLowerCase()] ?? en;
}
