// The sign of each kind of step.
import {
  AlarmClock,
  CircleStop,
  Globe,
  ListOrdered,
  type LucideIcon,
  MailPlus,
  MessageCircleQuestionMark,
  MessageSquareText,
  Rocket,
  Split,
  TextCursorInput,
  Users,
  UsersRound,
  Variable,
} from "lucide-react";
import type { Kind } from "./kinds.js";

export const icons: Readonly<Record<Kind, LucideIcon>> = {
  arrived: Rocket,
  say: MessageSquareText,
  menu: ListOrdered,
  ask: MessageCircleQuestionMark,
  whisper: Users,
  branch_on_chat: Split,
  branch_on_variable: Variable,
  branch_on_time: AlarmClock,
  branch_on_queue: UsersRound,
  enter_queue: UsersRound,
  offline_form: MailPlus,
  end: CircleStop,
  set_variable: TextCursorInput,
  http_request: Globe,
};
