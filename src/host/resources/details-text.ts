/** What a row tells on demand, as lines of its tooltip. */
import { typedCommand } from '../../core/contents/typed-command.ts';
import type { ContainerLook, ImageLayer } from '../../core/model/engine.ts';
import type { ObjectDetails } from '../../core/resources/details.ts';
import { formatBytes } from '../../core/text/format.ts';
import { formatAge } from '../age.ts';
import type { Translate } from '../translate.ts';
import { plain, type RowContext } from './leaf.ts';

export type Facts = readonly (readonly [name: string, value: string])[];

const layersShown = 6;

/** How a container ended and what it wrote last; how an image was made. */
export function detailFacts(details: ObjectDetails, context: Omit<RowContext, 'engine'>): Facts {
  const { t } = context;
  if (details.kind === 'image') {
    return [[t('Platform'), details.platform], ...layerFacts(details.layers, t)];
  }
  const { look, lastLines } = details;
  return [...endFacts(look, context), ...lastLines.map((line) => [t('Log'), plain(line)] as const)];
}

function layerFacts(layers: readonly ImageLayer[], t: Translate): Facts {
  return layers
    .filter(({ createdBy }) => createdBy !== '')
    .slice(0, layersShown)
    .map(({ createdBy, sizeBytes }) => [
      t('Made by'),
      `${plain(typedCommand(createdBy))} (${formatBytes(sizeBytes)})`,
    ]);
}

function endFacts(look: ContainerLook, { t, nowMs, locale }: Omit<RowContext, 'engine'>): Facts {
  if (look.finishedAtMs === undefined) {
    return [];
  }
  const meaning = meaningOf(look, t);
  const code = String(look.exitCode);
  return [
    [t('Exit code'), meaning === undefined ? code : `${code}: ${meaning}`],
    [t('Ended'), formatAge(look.finishedAtMs, nowMs, locale)],
    ...(look.error === '' ? [] : [[t('Error'), plain(look.error)] as const]),
  ];
}

/** What an exit code says by the conventions of shells and kernels; above 128 it is 128 and the signal. */
function meaningOf({ exitCode, outOfMemory }: ContainerLook, t: Translate): string | undefined {
  if (outOfMemory) {
    return t('killed, because it ran out of memory');
  }
  switch (exitCode) {
    case 0:
      return t('it ended well');
    case 126:
      return t('its command is not executable');
    case 127:
      return t('its command was not found');
    case 134:
      return t('it aborted');
    case 137:
      return t('it was killed');
    case 139:
      return t('it crashed (segmentation fault)');
    case 143:
      return t('it was asked to end');
    default:
      return undefined;
  }
}
