/** Takes the runs of version 1 over, each with its setup and its environment. */
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { configurationOfBuild } from '../../../../core/build/configuration.ts';
import type { Environment, Fact } from '../../../../core/model/bench.ts';
import { canonicalJson } from '../../../../core/text/canonical-json.ts';
import { parseRow } from '../../parse-row.ts';

const fact = v.union([v.string(), v.number(), v.boolean()]);
const oldRun = v.object({
  id: v.number(),
  platform: v.string(),
  phpVersion: v.string(),
  flags: v.pipe(v.string(), v.parseJson(), v.array(v.string())),
  cpuModel: v.string(),
  cpuCount: v.number(),
  memoryBytes: v.number(),
  operatingSystem: v.string(),
  kernelVersion: v.string(),
  engineVersion: v.string(),
  facts: v.pipe(v.string(), v.parseJson(), v.record(v.string(), fact)),
});
type OldRun = v.InferOutput<typeof oldRun>;

const readRuns = `
  SELECT r.id, b.platform, b.php_version AS phpVersion, b.configure_flags AS flags, m.cpu_model AS cpuModel,
    m.cpu_count AS cpuCount, m.memory_bytes AS memoryBytes, r.operating_system AS operatingSystem,
    r.kernel_version AS kernelVersion, r.engine_version AS engineVersion, r.environment AS facts
  FROM old_runs r JOIN old_builds b ON b.id = r.build_id JOIN old_machines m ON m.id = r.machine_id
  ORDER BY r.id`;

const addSetup = `
  INSERT INTO setups (machine_id, platform, configuration, suite, variant_name, variant_ini, role, branch)
  SELECT machine_id, ?, ?, suite, variant, '{}', 'subject', '' FROM old_runs WHERE id = ?
  ON CONFLICT DO NOTHING`;

const addEnvironment = 'INSERT INTO environments (content) VALUES (?) ON CONFLICT DO NOTHING';

const addRun = `
  INSERT INTO runs (id, uuid, setup_id, build_id, environment_id, commit_sha, dirty, image, status, note, remarks,
    started_at_ms, finished_at_ms, planned_iterations, iteration_count, load_before)
  SELECT r.id, r.uuid, s.id, r.build_id, e.id, r.commit_sha, r.dirty, ?, r.status, nullif(r.note, ''), '[]',
    r.started_at_ms, r.finished_at_ms, r.planned_iterations,
    CASE r.status WHEN 'running' THEN NULL
      ELSE (SELECT count(*) FROM old_iterations i WHERE i.run_id = r.id) END, ?
  FROM old_runs r
  JOIN setups s ON (s.machine_id, s.platform, s.configuration, s.suite, s.variant_name)
    = (r.machine_id, ?, ?, r.suite, r.variant)
  JOIN environments e ON e.content = ?
  WHERE r.id = ?`;

/** @throws `history-unreadable` if a run is not as version 1 wrote it */
export function moveRuns(database: DatabaseSync, path: string): void {
  const putSetup = database.prepare(addSetup);
  const putEnvironment = database.prepare(addEnvironment);
  const putRun = database.prepare(addRun);
  for (const row of database.prepare(readRuns).all()) {
    const run = parseRow(oldRun, row, path);
    const { environment, image, loadBefore } = conditionsOf(run);
    const content = canonicalJson(environment);
    const configuration = configurationOfBuild(run.flags, run.phpVersion);
    putSetup.run(run.platform, configuration, run.id);
    putEnvironment.run(content);
    putRun.run(image, loadBefore, run.platform, configuration, content, run.id);
  }
}

interface Conditions {
  readonly environment: Environment;
  readonly image: string;
  readonly loadBefore: number | null;
}

/** Facts of the first version by the fields that they have now; any other stays under its own name. */
function conditionsOf(run: OldRun): Conditions {
  const other = new Map(Object.entries(run.facts));
  const take = <T extends Fact>(name: string, is: (value: Fact | undefined) => value is T): T | undefined => {
    const value = other.get(name);
    if (!is(value)) {
      return undefined;
    }
    other.delete(name);
    return value;
  };
  const { engineVersion, kernelVersion } = run;
  const image = take('image', isText) ?? '';
  const loadBefore = take('loadBefore', isMeasure) ?? null;
  const stoodTwice = { engine: engineVersion, kernel: kernelVersion };
  for (const [name, value] of Object.entries(stoodTwice)) {
    if (other.get(name) === value) {
      other.delete(name);
    }
  }
  const environment: Environment = {
    cpuModel: run.cpuModel,
    cpuCount: run.cpuCount,
    memoryBytes: run.memoryBytes,
    operatingSystem: run.operatingSystem,
    kernelVersion,
    engineVersion,
    toolchainImage: take('toolchain', isText),
    warmups: take('warmups', isCount),
    memoryLimitBytes: take('memoryLimitBytes', isCount),
    cpuSet: take('cpuSet', isText),
    emulated: take('emulated', isTruth),
    other: Object.fromEntries(other),
  };
  return { environment, image, loadBefore };
}

function isText(value: Fact | undefined): value is string {
  return typeof value === 'string';
}

function isTruth(value: Fact | undefined): value is boolean {
  return typeof value === 'boolean';
}

function isMeasure(value: Fact | undefined): value is number {
  return typeof value === 'number' && value >= 0;
}

function isCount(value: Fact | undefined): value is number {
  return Number.isSafeInteger(value) && isMeasure(value);
}
