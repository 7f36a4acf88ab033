/** Suites from their definitions: what no schema can say is checked here. */
import type { Ini, Variant } from '../model/bench.ts';
import { builtInVariants, iniOf, type Suite } from './suite.ts';
import type { SuiteDefinition, SuitesFile } from './suites-schema.ts';

/** A value's place: names of objects' keys and numbers of lists' entries, from zero. */
export type Place = readonly (string | number)[];

/** What is wrong with one value, as the end of a sentence. */
export interface Mistake {
  readonly place: Place;
  readonly text: string;
}

const bytesInMb = 1_000_000;

export interface SuitesAndMistakes {
  readonly suites: readonly Suite[];
  readonly mistakes: readonly Mistake[];
}

/**
 * The suites of definitions whose every value is of the right kind.
 * @param folder the file's own, absolute; `undefined` for definitions without a file
 * @param taken names that no suite may have
 */
export function suitesOf(
  file: SuitesFile,
  folder: string | undefined,
  taken: readonly string[] = [],
): SuitesAndMistakes {
  const own = Object.entries(file.variants).map(([name, settings]) => ({ name, ini: iniTexts(settings) }));
  const known = [...builtInVariants, ...own];
  const suites = file.suites.map((definition) => suiteOf(definition, known, folder));
  return {
    suites,
    mistakes: [
      ...own
        .filter(({ name }) => isNamed(builtInVariants, name))
        .map(({ name }) => ({
          place: ['variants', name],
          text: 'is the name of a built-in variant: choose another',
        })),
      ...file.suites.flatMap((definition, index) => {
        const place = ['suites', index];
        const earlier = file.suites.slice(0, index).map(({ name }) => name);
        return [
          ...nameMistakes(definition.name, place, earlier, taken),
          ...scriptMistakes(definition, place),
          ...variantMistakes(definition, place, known),
        ];
      }),
    ],
  };
}

function isNamed(variants: readonly Variant[], name: string): boolean {
  return variants.some((variant) => variant.name === name);
}

function suiteOf(definition: SuiteDefinition, known: readonly Variant[], folder: string | undefined): Suite {
  const { iterations, warmups, timeLimitSeconds, memoryLimitMb } = definition;
  return {
    name: definition.name,
    description: '',
    treeScripts: (definition.treeScripts ?? []).map(plainPath),
    scripts: (definition.scripts ?? []).map(plainPath),
    needs: (definition.with ?? []).map(plainPath),
    folder,
    output: definition.output,
    counting: definition.instructions,
    limits: {
      ...(iterations === undefined ? {} : { iterations }),
      ...(warmups === undefined ? {} : { warmups }),
      ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
      ...(memoryLimitMb === undefined ? {} : { memoryLimitBytes: memoryLimitMb * bytesInMb }),
    },
    ini: iniTexts(definition.ini ?? {}),
    variants: definition.variants.flatMap((name) => known.filter((variant) => variant.name === name)),
    otherVariants: known.filter(({ name }) => !definition.variants.includes(name)),
  };
}

/** Without what means nothing: `./a//b/` is `a/b`, and `.` the folder itself, an empty path. */
function plainPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

function iniTexts(settings: Readonly<Record<string, string | number | boolean>>): Ini {
  const entries = Object.entries(settings).map(([name, value]) => [name, iniText(value)] as const);
  return Object.fromEntries(entries);
}

/** As php.ini has it. */
function iniText(value: string | number | boolean): string {
  return typeof value === 'boolean' ? String(Number(value)) : String(value);
}

function nameMistakes(
  name: string,
  place: Place,
  earlier: readonly string[],
  taken: readonly string[],
): readonly Mistake[] {
  if (taken.includes(name)) {
    return [{ place: [...place, 'name'], text: 'is the name of a built-in suite: choose another' }];
  }
  return earlier.includes(name)
    ? [{ place: [...place, 'name'], text: `is the name of another suite too ("${name}")` }]
    : [];
}

function scriptMistakes({ scripts, treeScripts }: SuiteDefinition, place: Place): readonly Mistake[] {
  return scripts === undefined && treeScripts === undefined
    ? [{ place, text: 'has neither "scripts" nor "treeScripts"' }]
    : [];
}

function variantMistakes(
  definition: SuiteDefinition,
  place: Place,
  known: readonly Variant[],
): readonly Mistake[] {
  const suiteIni = iniTexts(definition.ini ?? {});
  return definition.variants.flatMap((name, index) => {
    const here = [...place, 'variants', index];
    const variant = known.find((candidate) => candidate.name === name);
    if (variant === undefined) {
      return [{ place: here, text: `is no variant: there are ${known.map((one) => one.name).join(', ')}` }];
    }
    if (definition.variants.indexOf(name) < index) {
      return [{ place: here, text: 'is there twice' }];
    }
    return setsIdleOpcache(iniOf({ ini: suiteIni }, variant))
      ? [
          {
            place: here,
            text: `("${name}") has settings of opcache without opcache.enable_cli = 1, so that PHP would leave opcache off`,
          },
        ]
      : [];
  });
}

/** The command line's PHP leaves opcache off, whatever else is set, unless it is told to use it there too. */
function setsIdleOpcache(ini: Ini): boolean {
  return (
    Object.keys(ini).some((name) => name.startsWith('opcache.')) && ini['opcache.enable_cli'] === undefined
  );
}
