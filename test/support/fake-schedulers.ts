/** Programs that stand for those of systemd and cron, in a folder for PATH; each writes down how it was called. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FakeSchedulers {
  /** Fit for `localSchedules`. */
  readonly environment: Readonly<Record<string, string>>;
  /** The calls until now, a line each. */
  calls(): Promise<readonly string[]>;
  /** The crontab's bytes, each as a character; `undefined` without one. */
  crontab(): Promise<string | undefined>;
}

export interface FakeOptions {
  /** Whether the user has a session with systemd. */
  readonly systemd: boolean;
  readonly cron: boolean;
  /** What the user's crontab holds, each character a byte. */
  readonly crontab?: string;
}

const fakeSystemctl = `#!/bin/sh
echo "systemctl $*" >> "$FAKE/calls"
case "$2" in
  show-environment) exit 0 ;;
  show) printf 'ActiveState=active\\nNextElapseUSecRealtime=Thu 2026-11-26 03:05:00 UTC\\n' ;;
esac
`;
const noSystemctl = `#!/bin/sh
echo "Failed to connect to bus: No medium found" >&2
exit 1
`;
const fakeCrontab = `#!/bin/sh
echo "crontab $*" >> "$FAKE/calls"
case "$1" in
  -l) [ -f "$FAKE/crontab-file" ] || { echo "no crontab for me" >&2; exit 1; }; cat "$FAKE/crontab-file" ;;
  -) cat > "$FAKE/crontab-file" ;;
esac
`;
const noCrontab = `#!/bin/sh
echo "You (me) are not allowed to use this program (crontab)" >&2
exit 1
`;

/** Writes the programs into `directory`, which is the home folder too. */
export async function fakeSchedulers(
  directory: string,
  { systemd, cron, crontab }: FakeOptions,
): Promise<FakeSchedulers> {
  const programs = {
    systemctl: systemd ? fakeSystemctl : noSystemctl,
    crontab: cron ? fakeCrontab : noCrontab,
  };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(directory, name), text, { mode: 0o755 });
  }
  if (crontab !== undefined) {
    await writeFile(join(directory, 'crontab-file'), crontab, 'latin1');
  }
  const read = (name: string, encoding: 'utf8' | 'latin1') =>
    readFile(join(directory, name), encoding).catch(() => undefined);
  return {
    environment: { PATH: `${directory}:/usr/bin:/bin`, HOME: directory, FAKE: directory },
    calls: async () => ((await read('calls', 'utf8')) ?? '').trim().split('\n'),
    crontab: () => read('crontab-file', 'latin1'),
  };
}
