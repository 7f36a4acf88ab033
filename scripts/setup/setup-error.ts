/** Something that a person has to mend before the scripts can go on; shown as its message, without a stack. */
export class SetupError extends Error {
  /** `message`: what is wrong and what to do, for people. */
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SetupError';
  }
}

/** Text whose last lines say why a program failed, short enough to show: its last `count` lines, indented. */
export function lastLines(output: string, count = 20): string {
  return output
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n');
}
