/** What the figures were made on and with. */
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { tryCommand } from '../../../scripts/setup/root.ts';

const repository = join(import.meta.dirname, '..', '..', '..');

const programs: Readonly<Record<string, readonly string[]>> = {
  'gcc (native)': ['gcc', '--version'],
  'make (native)': ['make', '--version'],
  git: ['git', '--version'],
  'docker command line': ['docker', '--version'],
  'docker engine': ['dockerd', '--version'],
  Chromium: ['chromium', '--version'],
};

const manifestSchema = v.object({ version: v.string(), dependencies: v.record(v.string(), v.string()) });

/** The machine, in words. */
export async function machineFacts(): Promise<Readonly<Record<string, string>>> {
  const system = /^PRETTY_NAME="?([^"\n]*)/m.exec(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  return {
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memory: `${(totalmem() / 1e9).toFixed(1)} GB`,
    system: `${system?.[1] ?? process.platform}, kernel ${release()}`,
    'load before': (loadavg()[0] ?? 0).toFixed(2),
  };
}

/** Versions of all that took part. A program that is not there took no part. */
export async function versions(): Promise<Readonly<Record<string, string>>> {
  const { version, dependencies } = v.parse(
    manifestSchema,
    JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')),
  );
  const commit = await firstLine(['git', '-C', repository, 'describe', '--always', '--dirty']);
  const found: Record<string, string> = {
    'PHP Source Bench': commit === undefined ? version : `${version} (${commit})`,
    Node: process.version,
    dockerode: dependencies.dockerode ?? 'unknown',
    uPlot: dependencies.uplot ?? 'unknown',
    SQLite: process.versions.sqlite ?? 'unknown',
  };
  for (const [name, words] of Object.entries(programs)) {
    const line = await firstLine(words);
    if (line !== undefined) {
      found[name] = line;
    }
  }
  return found;
}

async function firstLine([program = '', ...words]: readonly string[]): Promise<string | undefined> {
  const result = await tryCommand(program, words).catch(() => undefined);
  return result?.exitCode === 0 ? result.stdout.split('\n')[0]?.trim() : undefined;
}
