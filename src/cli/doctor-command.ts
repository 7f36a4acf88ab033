import { markOf } from '../core/doctor/document.ts';
import { type Checkup, countsText, type Finding } from '../core/doctor/model.ts';
import { plainText } from '../core/text/format.ts';
import type { CommandContext } from './context.ts';
import { exitCode } from './exit-codes.ts';

const maxSentenceLength = 2000;

function findingText({ title, state, sentence, action, command }: Finding): string {
  const lines = [
    `${markOf(state)}  ${title}: ${plainText(sentence, maxSentenceLength)}`,
    ...(action === '' ? [] : [plainText(action, maxSentenceLength)]),
    ...(command === undefined ? [] : [`$ ${command}`]),
  ];
  return `${lines.join('\n    ')}\n`;
}

function checkupText(checkup: Checkup): string {
  return `${checkup.findings.map(findingText).join('')}\n${countsText(checkup)}.\n`;
}

/** `doctor`: what of the Docker setup works; the exit code says whether a check failed. */
export async function doctorCommand(context: CommandContext): Promise<void> {
  const checkup = await context.services.checkUp(context.progress.report, context.signal);
  context.print(checkup, () => checkupText(checkup));
  if (checkup.findings.some(({ state }) => state === 'failed')) {
    context.exitWith(exitCode.engine);
  }
}
