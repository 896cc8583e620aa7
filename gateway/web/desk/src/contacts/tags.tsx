// The tags of a contact: taken away where they stand, added from a list.
import { Plus } from "lucide-react";
import type { JSX, Ref } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Menu, MenuItem } from "../ui/menu.js";
import type { Change, Contact, ContactTag } from "./contact.js";
import { ColouredTag } from "./parts.js";

export function Tags(props: {
  contact: Contact;
  tags: readonly ContactTag[];
  isFixed: boolean;
  save: (change: (now: Contact) => Change) => Promise<void>;
  opener?: Ref<HTMLButtonElement>;
}): JSX.Element | null {
  const { contact, tags, isFixed, save, opener } = props;
  const mine = contact.tags ?? [];
  const change = (id: string, isOn: boolean): void => {
    void save((now) => {
      const others = (now.tags ?? []).filter((other) => other !== id);
      return { tags: isOn ? [...others, id] : others };
    });
  };
  if (mine.length === 0 && (isFixed || tags.length === 0)) return null;
  return (
    <div className="crm-tags" data-testid="contact-tags">
      {mine.map((id) => (
        <ColouredTag
          key={id}
          id={id}
          tag={tags.find((one) => one.id === id)}
          remove={
            isFixed
              ? undefined
              : () => {
                  change(id, false);
                }
          }
        />
      ))}
      {!isFixed && tags.length > 0 && (
        <Menu
          label="Tags"
          trigger={
            <AriaButton
              className="crm-tag-add"
              aria-label="Tag, add or take away"
              data-testid="add-tag"
              {...(opener && { ref: opener })}
            >
              <Plus className="icon" aria-hidden />
              Tag
            </AriaButton>
          }
        >
          {tags.map(({ id = "", name = id }) => (
            <MenuItem
              key={id}
              isChosen={mine.includes(id)}
              textValue={name}
              data-testid="tag-choice"
              onAction={() => {
                change(id, !mine.includes(id));
              }}
            >
              {name}
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  );
}
