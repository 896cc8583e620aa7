// The launcher's two sentences; everything else is in the chat's part.

const sentences: Record<string, { open: string; close: string }> = {
  en: { open: "Open chat", close: "Close chat" },
  de: { open: "Chat öffnen", close: "Chat schließen" },
  fr: { open: "Ouvrir le chat", close: "Fermer le chat" },
  es: { open: "Abrir el chat", close: "Cerrar el chat" },
};

export function launcherStrings(language: string): {
  open: string;
  close: string;
} {
  const short = language.slice(0, 2).toLowerCase();
  return sentences[short] ?? { open: "Open chat", close: "Close chat" };
}
