import type { Tag } from '../../core/automation/ports.ts';
import { requireGit } from './git.ts';

/** The tags whose names fit a pattern of `git for-each-ref`, in the order of their names. @throws `git-failed` */
export async function listTags(root: string, pattern: string, signal: AbortSignal): Promise<readonly Tag[]> {
  const format = '--format=%(refname:lstrip=2)%00%(creatordate:unix)';
  const output = await requireGit(
    root,
    ['for-each-ref', format, `refs/tags/${pattern}`],
    'list the tags',
    signal,
  );
  const lines = new TextDecoder().decode(output).split('\n');
  return lines.flatMap((line) => {
    const [name = '', seconds = ''] = line.split('\0');
    const createdAtMs = seconds === '' ? Number.NaN : Number(seconds) * 1000;
    return Number.isSafeInteger(createdAtMs) ? [{ name, createdAtMs }] : [];
  });
}
