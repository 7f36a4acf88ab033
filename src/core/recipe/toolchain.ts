/** The toolchain image's recipe: an ordinary Dockerfile that a person can read, eject and build by hand. */
import type { ContextFile } from '../model/engine.ts';
import { type Labels, label, ownLabels } from '../model/labels.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import type { BisonChoice } from '../php/bison.ts';
import type { ContainerAssets, Tarball } from '../ports.ts';

export interface RecipeInput {
  /** What `FROM` names: a reference pinned by digest, or an image id of a bootstrapped base. */
  readonly baseReference: string;
  /** The base image's id, which the key depends on. */
  readonly baseId: string;
  readonly platform: Platform;
  readonly bison: BisonChoice;
  /** The verified source for a Bison from source. */
  readonly bisonTarball: Tarball | undefined;
  /** Debian's names of packages beyond the usual ones. */
  readonly packages: readonly string[];
  readonly assets: Pick<ContainerAssets, 'bisonScript'>;
  readonly sha256: (text: string) => string;
}

export interface Recipe {
  /** All that it installs from the distribution, by Debian's names. */
  readonly packages: readonly string[];
  readonly key: string;
  readonly reference: string;
  readonly dockerfile: string;
  readonly files: readonly ContextFile[];
  readonly labels: Labels;
  /** For people, for instance `Bison 2.7.1`. */
  readonly title: string;
}

/** Enough for a checkout of any PHP version with the usual configure flags. */
const usualPackages = [
  'autoconf',
  'ccache',
  'file',
  'g++',
  'gcc',
  'libc6-dev',
  'libedit-dev',
  'make',
  'pkg-config',
  're2c',
];
/** What a Bison of any age needs to be compiled. */
const bisonPackages = ['gcc', 'libc6-dev', 'm4', 'make', 'perl', 'xz-utils', 'bzip2'];

/** PHP before 7.4 looks for these headers in /usr/include alone; Debian keeps them in its multiarch folder. */
const multiarchLinks = [
  'RUN for name in curl gmp.h; do \\',
  '      header="/usr/include/$(gcc -dumpmachine)/$name" \\',
  '      && if [ -e "$header" ] && [ ! -e "/usr/include/$name" ]; then ln -s "$header" /usr/include/; fi \\',
  '      || exit 1; \\',
  '    done',
].join('\n');

function install(names: readonly string[]): string {
  return [
    'RUN apt-get update \\',
    ' && apt-get install -y --no-install-recommends \\',
    ...names.map((name) => `      ${name} \\`),
    ' && rm -rf /var/lib/apt/lists/*',
  ].join('\n');
}

function bisonStage(fileName: string, sha256: string): string {
  return [
    'FROM base AS bison',
    install(bisonPackages),
    `COPY ${fileName} bison.sh /tmp/`,
    `RUN sh /tmp/bison.sh /tmp/${fileName} ${sha256} /opt/bison`,
  ].join('\n');
}

function toolchainPackages(input: RecipeInput): readonly string[] {
  const bison = input.bison.kind === 'distribution' ? 'bison' : 'm4';
  return [...new Set([...usualPackages, ...input.packages, bison])].sort();
}

function toolchainStage(input: RecipeInput): string {
  const distribution = input.bison.kind === 'distribution';
  const lines = ['FROM base AS toolchain', install(toolchainPackages(input))];
  if (input.packages.length > 0) {
    lines.push(multiarchLinks);
  }
  if (!distribution) {
    lines.push('COPY --from=bison /opt/bison /opt/bison', 'ENV PATH=/opt/bison/bin:$PATH');
  }
  return lines.join('\n');
}

/** The Dockerfile's text; the same input gives the same text. */
export function toolchainDockerfile(input: RecipeInput): string {
  const head = [
    '# Toolchain for php-src, made by PHP Source Bench. Build it by hand with: docker build .',
    '# What only one machine needs is no part of it: a proxy comes as a build argument, a mirror or certificates in BASE.',
    `ARG BASE=${input.baseReference}`,
    'FROM $BASE AS base',
    'ENV DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8',
  ].join('\n');
  const tarball = input.bisonTarball;
  const stages = tarball === undefined ? [] : [bisonStage(tarball.fileName, tarball.sha256)];
  return `${[head, ...stages, toolchainStage(input)].join('\n\n')}\n`;
}

/** All that a folder needs for `docker build .` to make the toolchain. */
export function recipeFolder({ dockerfile, files }: Recipe): readonly ContextFile[] {
  return [{ path: 'Dockerfile', content: dockerfile }, ...files];
}

/** The recipe for a toolchain; its key changes exactly when the image's content would. */
export function toolchainRecipe(input: RecipeInput): Recipe {
  const dockerfile = toolchainDockerfile(input);
  const title = input.bison.kind === 'source' ? `Bison ${input.bison.version}` : "the distribution's Bison";
  const files: ContextFile[] = [];
  if (input.bisonTarball !== undefined) {
    files.push({ path: 'bison.sh', content: input.assets.bisonScript, executable: true });
    files.push({ path: input.bisonTarball.fileName, content: input.bisonTarball.content });
  }
  const bisonScript = input.bisonTarball === undefined ? '' : input.assets.bisonScript;
  const identity = ['toolchain-3', input.platform, input.baseId, dockerfile, bisonScript];
  const key = input.sha256(JSON.stringify(identity)).slice(0, 16);
  const flavour = input.bison.kind === 'source' ? `bison${input.bison.version}` : 'bison3';
  return {
    key,
    reference: `php-source-bench/toolchain:${flavour}-${architectureTag(input.platform)}-${key}`,
    dockerfile,
    files,
    packages: [
      ...new Set([...toolchainPackages(input), ...(input.bisonTarball === undefined ? [] : bisonPackages)]),
    ],
    labels: ownLabels('toolchain', { [label.recipe]: key, [label.platform]: input.platform }),
    title,
  };
}
