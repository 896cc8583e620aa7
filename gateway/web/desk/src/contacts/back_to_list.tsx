// The way back to all contacts, where the list is not beside.
import { ArrowLeft } from "lucide-react";
import type { JSX } from "react";
import { Link } from "wouter";

export function BackToList(): JSX.Element {
  return (
    <Link href="/contacts" className="contacts-back small">
      <ArrowLeft className="icon" data-mirror aria-hidden /> All contacts
    </Link>
  );
}
