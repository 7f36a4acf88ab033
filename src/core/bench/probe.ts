/** Asks from inside a container what may explain a number later, and whether a variant is really on. */
import * as v from 'valibot';
import { interpreterPath } from '../build/build-tree.ts';
import { LineSplitter } from '../build/lines.ts';
import { runByLine } from '../build/run-by-line.ts';
import { errors } from '../errors.ts';
import type { BuildResult } from '../model/build.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { EnginePort, MachinePort, Report } from '../ports.ts';
import { wantsJit, wantsOpcache } from './interpreter.ts';
import type { MeasureRequest } from './request.ts';
import { iniOf } from './suite.ts';

export interface ProbeDeps {
  readonly engine: Pick<EnginePort, 'withContainer'>;
  readonly machine: Pick<MachinePort, 'owner'>;
}

const maxLineLength = 500;

/** Prints KEY=VALUE of what is known here; its arguments are the interpreter with its settings. */
const script = `
say() { [ -z "$2" ] || printf '%s=%s\\n' "$1" "$2"; }
first() { [ ! -r "$1" ] || head -n 1 "$1"; }
cpus=/sys/devices/system/cpu
say cpuModel "$(lscpu 2>/dev/null | sed -n 's/^Model name: *//p' | head -n 1)"
say governor "$(first $cpus/cpu0/cpufreq/scaling_governor)"
case "$(first $cpus/intel_pstate/no_turbo)" in 0) say turbo on ;; 1) say turbo off ;; esac
case "$(first $cpus/cpufreq/boost)" in 1) say turbo on ;; 0) say turbo off ;; esac
say load "$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null)"
say compiler "$(readelf -p .comment "$0" 2>/dev/null | sed -n 's/^ *\\[ *[0-9a-f]*\\]  *//p' | sort -u | tr '\\n' ' ')"
exec "$0" "$@"
`;

/** Old and new versions run this. */
const question = `
$status = function_exists('opcache_get_status') ? opcache_get_status(false) : false;
$jit = isset($status['jit']['on']) && $status['jit']['on'];
echo "\\nopcache=", empty($status['opcache_enabled']) ? 'off' : 'on', "\\njit=", $jit ? 'on' : 'off', "\\n";
`;

const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300));
const onOff = v.picklist(['on', 'off']);

const factsSchema = v.object({
  cpuModel: v.optional(
    v.pipe(
      text,
      v.transform((name) => name.replaceAll(/\s+/g, ' ')),
    ),
  ),
  /** The kernel's frequency governor. */
  governor: v.optional(text),
  /** Whether the processor may exceed its base frequency. */
  turbo: v.optional(
    v.pipe(
      onOff,
      v.transform((state) => state === 'on'),
    ),
  ),
  /** One-minute load average of the engine's machine. */
  load: v.optional(v.pipe(text, v.regex(/^\d{1,6}\.\d{1,6}$/), v.transform(Number))),
  /** As the compiler signed the interpreter. */
  compiler: v.optional(text),
  opcache: onOff,
  jit: onOff,
});

/** What a container says of its machine and its interpreter; what it does not know is left out. */
export type ProbedFacts = v.InferOutput<typeof factsSchema>;

/** Reads the probe's lines; `undefined` if the interpreter did not answer. */
export function parseFacts(lines: readonly string[]): ProbedFacts | undefined {
  const entries = lines.flatMap((line) => {
    const match = /^([a-zA-Z]{1,20})=(.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const];
  });
  const result = v.safeParse(factsSchema, Object.fromEntries(entries));
  return result.success ? result.output : undefined;
}

/**
 * Runs a container of the build once, before it is measured.
 * @throws `benchmark-failed` if the interpreter does not start, `variant-unavailable` if what the variant switches
 * on is off in this build
 */
export async function probe(
  deps: ProbeDeps,
  { image = '', platform, phpVersion }: Pick<BuildResult, 'image' | 'platform' | 'phpVersion'>,
  { suite, variant }: Pick<MeasureRequest, 'suite' | 'variant'>,
  interpreterArguments: readonly string[],
  report: Report,
  signal: AbortSignal,
): Promise<ProbedFacts> {
  const lines: string[] = [];
  const command = ['/bin/sh', '-c', script, interpreterPath, ...interpreterArguments, '-r', question];
  const labels = ownLabels('bench-container', {
    [label.platform]: platform,
    [label.owner]: deps.machine.owner(),
  });
  const { exitCode } = await deps.engine.withContainer(
    { image, command, labels, platform, network: 'none' },
    (container) => {
      const splitters = {
        stdout: new LineSplitter((line) => lines.push(line), maxLineLength),
        stderr: new LineSplitter((line) => lines.push(line), maxLineLength),
      };
      return runByLine(container, splitters, signal);
    },
    signal,
  );
  const facts = parseFacts(lines);
  const tell = () => report({ kind: 'line', text: lines.join('\n') });
  if (exitCode !== 0 || facts === undefined) {
    tell();
    throw errors.benchmarkFailed(suite.name, 'the interpreter does not start with its settings');
  }
  const ini = iniOf(suite, variant);
  if (wantsOpcache(ini) && facts.opcache === 'off') {
    tell();
    throw errors.variantUnavailable(
      variant.name,
      `opcache does not start in this build of PHP ${phpVersion}. The log has what it says.`,
    );
  }
  if (wantsJit(ini) && facts.jit === 'off') {
    tell();
    throw errors.variantUnavailable(
      variant.name,
      `the JIT is off in this build of PHP ${phpVersion} for ${platform}: it runs on x86 and ARM only, and needs opcache.jit_buffer_size.`,
    );
  }
  return facts;
}
