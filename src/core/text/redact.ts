import { BenchError } from '../errors.ts';

const replacement = '***';

/** The text without the secrets. */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: one secret may be a part of another.
  const sorted = [...secrets].sort((a, b) => b.length - a.length);
  return sorted.reduce((left, secret) => (secret === '' ? left : left.replaceAll(secret, replacement)), text);
}

/** The same error without the secrets in its sentence and in those of its causes. */
export function redactError(error: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0 || !(error instanceof Error)) {
    return error;
  }
  const cause = redactError(error.cause, secrets);
  const message = redact(error.message, secrets);
  if (error instanceof BenchError) {
    return new BenchError(error.reason, message, cause);
  }
  const copy = new Error(message, { cause });
  copy.name = error.name;
  copy.stack = redact(error.stack ?? '', secrets);
  return copy;
}
