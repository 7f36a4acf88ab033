/** Text of engines and containers, made fit for a sentence or a line of the log. */
import { withoutUserInfo } from '../core/text/redact.ts';

/** Longest piece of an engine's own words that is shown. */
const maximumDetailLength = 1000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences and control characters are what it removes
const escapeSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: see above
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Text from an engine or container on one line, without terminal escapes, control characters and passwords in addresses. */
export function plainText(text: string, maximumLength = maximumDetailLength): string {
  const plain = withoutUserInfo(text.replace(escapeSequences, '').replace(controlCharacters, ' ').trim());
  return plain.length > maximumLength ? `${plain.slice(0, maximumLength)}…` : plain;
}

/** The same as the end of a sentence. */
export function asSentence(text: string): string {
  const plain = plainText(text);
  return /[.!?…]$/.test(plain) ? plain : `${plain}.`;
}
