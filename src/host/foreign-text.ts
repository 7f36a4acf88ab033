/** Makes text from outside safe for the places where the editor reads more than plain text. */
import { plainText } from '../core/text/format.ts';

const maxMessageLength = 1000;

/**
 * Text for a notification or a status bar entry. The editor makes a link of `[label](target)` in a notification,
 * commands included, and an icon of `$(name)` in other places: both are broken up, so that the name of a branch or
 * a file shows as it is and does nothing.
 */
export function inertText(text: string): string {
  return plainText(text, maxMessageLength).replaceAll('](', '] (').replaceAll('$(', '$ (');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences start with a control character
const terminalSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed here
const control = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** One line for the log: terminal sequences and control characters gone, tabs and indentation kept. */
export function logLine(text: string, maxLength: number): string {
  const plain = text.replaceAll(terminalSequence, '').replaceAll(control, '');
  return plain.length > maxLength ? `${plain.slice(0, maxLength)}…` : plain;
}
