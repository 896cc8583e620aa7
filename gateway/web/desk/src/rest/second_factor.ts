// Second factors, API tokens and log-ins of who is logged in here.
import { answerOf, rest, type Schemas } from "./client.js";

export type SecondFactor = Schemas["SecondFactor"];
export type BegunSecondFactor = Schemas["BegunSecondFactor"];

export function secondFactor(): Promise<SecondFactor> {
  return answerOf(rest.GET("/api/v1/me/totp"));
}

export function beginSecondFactor(
  password: string,
): Promise<BegunSecondFactor> {
  return answerOf(rest.POST("/api/v1/me/totp", { body: { password } }));
}

/** @returns the recovery codes, which are never shown again. */
export async function confirmSecondFactor(
  code: string,
): Promise<readonly string[]> {
  const done = await answerOf(
    rest.POST("/api/v1/me/totp/confirm", { body: { code } }),
  );
  return done.recovery_codes;
}

export async function removeSecondFactor(
  password: string,
  code: string,
): Promise<void> {
  await answerOf(
    rest.POST("/api/v1/me/totp/remove", { body: { password, code } }),
  );
}
