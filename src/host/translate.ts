/**
 * Puts a text into the reader's language, with `{0}`, `{1}` ... replaced by `values`: `vscode.l10n.t`, handed to
 * those parts of the host that do not import the editor.
 */
export type Translate = (text: string, ...values: (string | number | boolean)[]) => string;
