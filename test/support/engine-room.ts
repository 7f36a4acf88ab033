/** What the contract tests of the engine room share. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { type Labels, label, ownLabels, type ResourceKind } from '../../src/core/model/labels.ts';
import { type OpenEngine, openEngine } from '../../src/engine/connect.ts';
import { testEngine } from './engine.ts';

/** For calls that no test cancels. */
export const uncancelled = new AbortController().signal;

export async function openTestEngine(): Promise<OpenEngine> {
  const { endpoint } = await testEngine();
  return openEngine(endpoint);
}

/** A name that no other test and no other run uses. */
export function uniqueName(): string {
  return `psb-test-${randomUUID().slice(0, 13)}`;
}

/** Labels by which a test finds what it made. */
export function testLabels(kind: ResourceKind, name: string): Labels {
  return ownLabels(kind, { [label.job]: name });
}

/** States of the containers that a test made, by its label. */
export async function containersOf(engine: OpenEngine, name: string): Promise<readonly string[]> {
  const rows = await engine.port.listContainers(uncancelled);
  return rows.filter((row) => row.labels[label.job] === name).map((row) => row.state);
}

export async function removeImage(engine: OpenEngine, reference: string): Promise<void> {
  if ((await engine.port.findImage(reference, uncancelled)) !== undefined) {
    await engine.connection.docker.getImage(reference).remove({ force: true });
  }
}

/** Removes the build images of these commits: of ones that a test made up, nobody will ever ask again. */
export async function removeBuildsOf(commits: readonly string[]): Promise<void> {
  const engine = await openTestEngine();
  try {
    for (const { id, labels } of await engine.port.listImages(uncancelled)) {
      if (labels[label.kind] === 'build' && commits.includes(labels[label.commit] ?? '')) {
        await removeImage(engine, id);
      }
    }
  } finally {
    engine.port.close();
  }
}

/** Collects a container's output. */
export function recordOutput() {
  const pieces = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  return {
    onOutput: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => {
      pieces[stream].push(chunk.slice());
    },
    stdout: () => Buffer.concat(pieces.stdout).toString(),
    stderr: () => Buffer.concat(pieces.stderr).toString(),
  };
}

/** Numbers of this machine's processes whose command lines contain `text`; containers of a local engine are among them. */
export async function processesWith(text: string): Promise<readonly number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.filter((_, index) => lines[index]?.includes(text)).map(Number);
}
