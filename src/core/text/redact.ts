import { BenchError } from '../errors.ts';

const replacement = '***';

/** The text without the secrets. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: one secret may be a part of another.
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  return sorted.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, replacement)), text);
}

/** Text without user and password in its addresses; linear, as lines of builds have any length. */
export function withoutUserInfo(text: string): string {
  return text.replaceAll(/:\/\/[^\s/?#]*@/g, '://');
}

const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, replacement],
  [
    /\b((?:proxy-)?authorization|x-registry-(?:auth|config))(["']?\s*[:=]\s*["']?)(?:(?:basic|bearer)\s+)?[^\s"',;]+/gi,
    `$1$2${replacement}`,
  ],
  [/\b(bearer\s+)[\w.~+/=-]{8,}/gi, `$1${replacement}`],
  [
    /(password|passwd|secret|token|api[_-]?key|\bauth)(["']?\s*[:=]\s*["']?)[^\s"'&,;]+/gi,
    `$1$2${replacement}`,
  ],
  [
    /\b(?:gh[a-z]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|dckr_\w{1,20}?_[\w-]{8,}|glpat-[\w-]{8,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*)/g,
    replacement,
  ],
];

/** Text without what looks like a password, a token or a key, and without users in its addresses. */
export function withoutSecretShapes(text: string): string {
  return secretShapes.reduce((left, [shape, by]) => left.replaceAll(shape, by), withoutUserInfo(text));
}

/** The same error without the secrets in its sentence and in those of its causes. */
export function redactError(error: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || !(error instanceof Error)) {
    return error;
  }
  const cause = redactError(error.cause, secrets);
  const message = redact(error.message, secrets);
  if (error instanceof BenchError) {
    return new BenchError(error.reason, message, cause, error.command);
  }
  const copy = new Error(message, { cause });
  copy.name = error.name;
  copy.stack = redact(error.stack ?? '', secrets);
  return copy;
}
