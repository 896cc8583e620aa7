// Fields that most kinds have.
import { description_max, name_max } from "../check.js";

/** O4. */
export const name_field = {
  at: "name",
  label: "Name",
  as: "text",
  isRequired: true,
  max: name_max,
} as const;

/** O4. */
export const description_field = {
  at: "description",
  label: "Description",
  as: "text",
  max: description_max,
  rows: 2,
} as const;
