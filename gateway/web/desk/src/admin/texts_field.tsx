// A text that customers see, in further languages (I6).
import { X } from "lucide-react";
import type { JSX } from "react";
import { IconButton } from "../ui/button.js";
import { TextField } from "../ui/fields.js";
import { Adder } from "./objects_field.js";
import type { Texts } from "./queue_rules.js";

export const texts_max = 16;

/** Of the web's most used ones; a part such as `de-AT` falls back to `de`. */
const codes =
  "ar bg bn ca cs cy da de de-AT de-CH el en en-US es es-MX et eu fa fi fr fr-CA ga gl he hi hr hu hy id is it ja ka ko lt lv mk ms mt nb nl pl pt pt-BR ro ru sk sl sq sr sv sw ta th tr uk ur vi zh zh-TW".split(
    " ",
  );

const names = new Intl.DisplayNames("en", { type: "language" });

export function languageWords(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export function TextsField(props: {
  label: string;
  value: Texts;
  errorAt: (language: string) => string | undefined;
  isDisabled: boolean;
  set: (value: Texts) => void;
  "data-testid"?: string;
}): JSX.Element {
  const { label, value, errorAt, isDisabled, set } = props;
  const languages = Object.keys(value);
  return (
    <div
      className="part-row texts"
      role="group"
      aria-label={label}
      data-testid={props["data-testid"]}
    >
      {languages.map((language) => (
        <div key={language} className="texts-one">
          <TextField
            label={languageWords(language)}
            rows={2}
            value={value[language] ?? ""}
            error={errorAt(language)}
            isDisabled={isDisabled}
            onChange={(text) => {
              set({ ...value, [language]: text });
            }}
          />
          {!isDisabled && (
            <IconButton
              label={`Take out ${languageWords(language)}`}
              icon={X}
              size="small"
              onPress={() => {
                set(
                  Object.fromEntries(
                    Object.entries(value).filter(([one]) => one !== language),
                  ),
                );
              }}
            />
          )}
        </div>
      ))}
      {!isDisabled && languages.length < texts_max && (
        <Adder
          label={`Add a language to ${label.toLowerCase()}`}
          placeholder="Add a language"
          options={codes
            .filter((code) => !languages.includes(code))
            .map((id) => ({ id, label: languageWords(id) }))}
          add={(language) => {
            set({ ...value, [language]: "" });
          }}
        />
      )}
    </div>
  );
}
