/** A check of the setup as a Markdown document, to be read and sent to somebody who can help. */
import { formatBytes } from '../text/format.ts';
import { markdownTable, markdownText } from '../text/markdown.ts';
import { type CheckState, type Checkup, countsText, type Finding } from './model.ts';

const marks: Readonly<Record<CheckState, string>> = {
  passed: '✓ passed',
  warning: '⚠ warning',
  failed: '✗ failed',
  'not checked': '○ not checked',
};

/** Findings by state, for people; the same in the editor and on a terminal. */
export function markOf(state: CheckState): string {
  return marks[state];
}

function toDo(findings: readonly Finding[]): readonly string[] {
  const wrong = findings.filter(
    ({ state, action }) => state !== 'passed' && (state === 'failed' || action !== ''),
  );
  return wrong.map(({ title, sentence, action, command }) => {
    const run = command === undefined ? '' : `\n\n   \`\`\`sh\n   ${command}\n   \`\`\`\n`;
    return `1. **${title}**: ${markdownText(action === '' ? sentence : action)}${run}`;
  });
}

function engineFacts({ engine }: Checkup): string {
  if (engine === undefined) {
    return 'No engine answered.';
  }
  const rows = [
    ['Address', engine.endpoint],
    ['Name', engine.name],
    ['Version', `${engine.serverVersion} (API ${engine.apiVersion})`],
    ['Where', engine.local ? 'this machine' : 'another or a virtual machine'],
    ['System', `${engine.operatingSystem}, kernel ${engine.kernelVersion}`],
    ['Platform', engine.platform],
    ['CPUs and memory', `${engine.cpuCount}, ${formatBytes(engine.memoryBytes)}`],
    ['Storage driver', engine.storageDriver],
    ['Data', engine.dataRoot],
  ];
  return markdownTable(['Engine', ''], [], rows);
}

/** Narrow columns of a table would be broken at their spaces. */
function onOneLine(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** The report. */
export function checkupDocument(checkup: Checkup): string {
  const { findings, startedAtMs } = checkup;
  const rows = findings.map(({ title, state, sentence }) => [
    onOneLine(title),
    onOneLine(markOf(state)),
    sentence,
  ]);
  const things = toDo(findings);
  const parts = [
    '# Check of the Docker setup',
    `${new Date(startedAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC: ${countsText(checkup)}.`,
    ...(things.length === 0 ? [] : ['## What to do', things.join('\n')]),
    '## What was found',
    markdownTable(['Check', 'Result', 'Finding'], [], rows),
    '## The engine',
    engineFacts(checkup),
    'Passwords, tokens and credentials are left out of this report. Containers that it ran are gone again.',
  ];
  return `${parts.join('\n\n')}\n`;
}
