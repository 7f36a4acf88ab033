/** Sentences on what was built and measured. */
import { mainNumber } from '../core/bench/main-number.ts';
import type { BenchResult } from '../core/bench/request.ts';
import type { CopiedInterpreter } from '../core/build/copy-interpreter.ts';
import type { BuildResult } from '../core/model/build.ts';
import { formatDuration, formatValue } from '../core/text/format.ts';
import type { Translate } from './translate.ts';

/** For instance `PHP 8.2.32 (1a2b3c4d5e, changed) built in 12.3 s.` */
export function describeBuild(build: BuildResult, t: Translate): string {
  const name = describeSource(build, t);
  switch (build.outcome) {
    case 'built':
      return t('{0} built in {1}.', name, formatDuration(build.durationMs));
    case 'up-to-date':
      return t('{0} is up to date: nothing changed since it was built.', name);
    case 'cached':
      return t('{0} was built before and is taken from the cache.', name);
  }
}

/** For instance `Zend/bench.php (jit) on PHP 8.2.32 (1a2b3c4d5e): median 351.2 ms of 10 iterations.` */
export function describeBenchmark(result: BenchResult, t: Translate): string {
  const name = describeSource(result.build, t);
  const suite = result.variant === 'default' ? result.suite : `${result.suite} (${result.variant})`;
  const summary = mainNumber(result.summaries);
  if (summary === undefined) {
    return t('{0} on {1}: done, without a number.', suite, name);
  }
  const value = formatValue(summary.median, summary.unit);
  if (result.status === 'incomplete') {
    return t('{0} on {1}: median {2}, of {3} iterations only.', suite, name, value, result.iterations);
  }
  return t('{0} on {1}: median {2} of {3} iterations.', suite, name, value, result.iterations);
}

/** For instance `PHP 8.2.32 is copied to /home/me/php. Where it runs it needs glibc 2.34 or newer, libedit.so.2.` */
export function describeCopy({ path, phpVersion, needs }: CopiedInterpreter, t: Translate): string {
  const glibc = needs.glibc === undefined ? [] : [t('glibc {0} or newer', needs.glibc)];
  const all = [...glibc, ...needs.libraries];
  return all.length === 0
    ? t('PHP {0} is copied to {1}. It needs no shared library.', phpVersion, path)
    : t('PHP {0} is copied to {1}. Where it runs it needs {2}.', phpVersion, path, all.join(', '));
}

/** Interpreter and where it comes from. */
function describeSource({ phpVersion, source }: BuildResult, t: Translate): string {
  const commit = source.commit?.sha.slice(0, 10);
  if (commit === undefined) {
    return t('PHP {0}', phpVersion);
  }
  return source.dirty
    ? t('PHP {0} ({1}, changed)', phpVersion, commit)
    : t('PHP {0} ({1})', phpVersion, commit);
}
