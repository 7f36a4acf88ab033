/** Reads the build script's step marks out of its output; see `media/container/build.sh`. */

const mark = '##psb step ';
const titles: Readonly<Record<string, string>> = {
  sync: 'Applying changes',
  buildconf: 'Generating configure',
  configure: 'Configuring',
  make: 'Compiling',
  stage: 'Collecting the interpreter',
};

const failedStep: Readonly<Record<number, string>> = {
  10: 'applying the changes',
  11: 'buildconf',
  12: 'configure',
  13: 'make',
  14: 'collecting the interpreter',
};

/** A step's title if the line is a mark, else `undefined`. */
export function stepTitle(line: string): string | undefined {
  return line.startsWith(mark) ? titles[line.slice(mark.length).trim()] : undefined;
}

/** The step that an exit code of the build script stands for. */
export function stepOfExitCode(exitCode: number): string {
  return failedStep[exitCode] ?? 'the build container';
}
