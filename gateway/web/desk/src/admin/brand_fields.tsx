// The company's colour and logo. Both may be none.
import { type JSX, useRef, useState } from "react";
import { Button } from "../ui/button.js";
import { FieldGroup } from "../ui/field_group.js";
import type { Settings } from "./company_store.js";
import { logo_bytes_max, logoOf, typeOfLogo } from "./logo.js";
import type { ObjectForm } from "./object_form.js";

type FormOf = { form: ObjectForm<Settings> };

const first_colour = "#3d5bd9";

export function ColourField({ form }: FormOf): JSX.Element {
  const colour = form.values.brand?.colour ?? "";
  const put = (now: string): void => {
    form.put("brand.colour", now);
  };
  return (
    <FieldGroup
      label="Colour"
      hint="Of buttons and what is chosen. None: Parley's own."
      error={form.errorAt("brand.colour")}
      look="row"
    >
      {colour === "" ? (
        <Button
          isDisabled={form.isFixed}
          data-testid="own-colour"
          onPress={() => {
            put(first_colour);
          }}
        >
          Choose a colour
        </Button>
      ) : (
        <>
          <input
            type="color"
            className="colour-well"
            aria-label="Colour"
            value={colour}
            disabled={form.isFixed}
            data-testid="field-brand.colour"
            onChange={(event) => {
              put(event.target.value);
            }}
          />
          <Button
            kind="quiet"
            isDisabled={form.isFixed}
            onPress={() => {
              put("");
            }}
          >
            Use Parley's own
          </Button>
        </>
      )}
    </FieldGroup>
  );
}

export function LogoField({ form }: FormOf): JSX.Element {
  const logo = form.values.brand?.logo ?? "";
  const [wrong, setWrong] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File): Promise<void> => {
    const found = logoOf(new Uint8Array(await file.arrayBuffer()));
    setWrong(found.wrong);
    if (found.logo !== undefined) form.put("brand.logo", found.logo);
  };
  return (
    <FieldGroup
      label="Logo"
      hint={`A PNG or JPEG of at most ${String(logo_bytes_max / 1024)} KiB, best a square one.`}
      error={wrong ?? form.errorAt("brand.logo")}
      look="row"
      data-testid="field-brand.logo"
    >
      {logo !== "" && (
        <img
          className="logo-shown"
          src={`data:${typeOfLogo(logo)};base64,${logo}`}
          alt="Your logo"
        />
      )}
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg"
        hidden
        aria-label="Picture of the logo"
        data-testid="logo-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file !== undefined) void take(file);
        }}
      />
      <Button
        isDisabled={form.isFixed}
        onPress={() => {
          input.current?.click();
        }}
      >
        {logo === "" ? "Choose a picture" : "Choose another one"}
      </Button>
      {logo !== "" && (
        <Button
          kind="quiet"
          isDisabled={form.isFixed}
          data-testid="remove-logo"
          onPress={() => {
            setWrong(undefined);
            form.put("brand.logo", "");
          }}
        >
          Remove it
        </Button>
      )}
    </FieldGroup>
  );
}
