// The acts of the audit log in words, and the log as CSV (A3). Pure.
import type { Schemas } from "../rest/client.js";

export type AuditRow = Schemas["AuditPage"]["items"][number];

export const acts: Readonly<Record<string, string>> = {
  "configuration.added": "Added",
  "configuration.changed": "Changed",
  "configuration.removed": "Deleted",
  "configuration.imported": "Configuration imported",
  "login.succeeded": "Logged in",
  "login.failed": "Login failed",
  "login.locked": "Account locked",
  "login.ended": "Logged out",
  "login.revoked": "Login ended by force",
  "password.given": "Password given",
  "password.changed": "Own password changed",
  "flow.published": "Flow published",
  "flow.restored": "Flow restored",
  "site_key.added": "Site key added",
  "site_key.deleted": "Site key deleted",
  "contact.merged": "Contacts merged",
  "contact.merge_undone": "Merge undone",
  "contact.removed": "Contact deleted",
  "contact.exported": "Contact's data exported",
  "contacts.exported": "Contacts exported",
  "contacts.import_begun": "Import begun",
  "contacts.import_ended": "Import ended",
  "conversations.deletion_asked": "Deletion of conversations asked for",
  "conversations.deleted": "Conversations deleted",
  "conversations.expired": "Conversations expired",
  "transcript.mail_asked": "Transcript mailed",
  "supervisor.observed_chat": "Chat observed",
  "supervisor.whispered": "Whispered",
  "supervisor.took_over_chat": "Chat taken over",
  "supervisor.moved_chat": "Chat moved",
  "supervisor.set_status": "Agent's status set",
  "supervisor.set_channels": "Agent's channels set",
  "supervisor.logged_out_agent": "Agent logged out",
  "supervisor.not_permitted": "Not permitted",
};

export function actWords(act: string): string {
  const known = acts[act];
  if (known !== undefined) return known;
  const words = act.replaceAll(/[._]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** RFC 4180; what a spreadsheet would take for a formula is a text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const columns = [
  "number",
  "at",
  "who",
  "address",
  "act",
  "kind",
  "object",
  "details",
  "hash",
] as const;

/** With what it takes to check the chain of hashes elsewhere. */
export function csvOf(rows: readonly AuditRow[]): string {
  const lines = rows.map((row) =>
    columns
      .map((name) => {
        if (name === "at") return new Date(row.at).toISOString();
        if (name === "details") return JSON.stringify(row.details);
        return String(row[name]);
      })
      .map(cell)
      .join(","),
  );
  return [columns.join(","), ...lines, ""].join("\r\n");
}
