import type { Suite } from '../core/bench/suite.ts';
import type { SourceChoice } from '../core/model/build.ts';
import type { CommandContext } from './context.ts';
import { renderTable } from './tables.ts';

function row(suite: Suite): readonly string[] {
  return [
    suite.name,
    [...suite.treeScripts, ...suite.scripts.map((path) => path || '.')].join(', '),
    suite.variants.map(({ name }) => name).join(', '),
    suite.counting,
    suite.description,
  ];
}

/** `suites`: what can be measured on the tree or a commit. */
export async function suitesCommand(
  context: CommandContext,
  on: { readonly treeRoot: string; readonly source: SourceChoice },
): Promise<void> {
  const request = { ...on, suitesFile: context.settings.benchmarkSuitesFile };
  const suites = await context.services.readSuites(request, context.signal);
  const head = ['Suite', 'Scripts', 'Variants', 'Instructions', 'Remark'];
  context.print(suites, () => renderTable(head, suites.map(row)));
}
