/** A row for an image; for one that lost its name, with what it once was. */
import { type Labels, label as labelName } from '../../core/model/labels.ts';
import type { ImageItem } from '../../core/resources/snapshot.ts';
import { formatAge } from '../age.ts';
import { bytes, date, leaf, plain, type RowContext, shortId, userNames } from './leaf.ts';
import { folderOf, shortImageName } from './names.ts';
import type { ObjectRow } from './row.ts';

export function imageRow(image: ImageItem, context: RowContext): ObjectRow {
  const { t, nowMs, locale } = context;
  const platform = image.labels[labelName.platform];
  const onceWas = image.dangling ? formerText(image, context) : undefined;
  return leaf(
    {
      object: { kind: 'image', id: image.id },
      section: image.dangling ? 'dangling' : 'images',
      type: image.dangling ? t('Dangling image') : t('Image'),
      label: shortImageName(image.references[0] ?? image.digests[0] ?? shortId(image.id)),
      parts: [
        onceWas,
        bytes(image.sizeBytes),
        platform?.replace(/^linux\//, '').slice(0, 20),
        formatAge(image.createdAtMs, nowMs, locale),
        image.usedBy.length > 0 ? t('in use') : undefined,
      ],
      facts: [
        [t('Tags'), image.references.join(', ')],
        [t('Digests'), image.digests.join(', ')],
        [t('Once was'), onceWas],
        [t('Identifier'), shortId(image.id)],
        [t('Size'), bytes(image.sizeBytes)],
        [t('Only in this image'), bytes(image.exclusiveBytes)],
        [t('Created'), date(image.createdAtMs, locale)],
        [t('Used by'), userNames(image.usedBy)],
      ],
      icon: image.dangling ? 'question' : 'package',
      kind: image.dangling ? 'dangling-image' : 'image',
      labels: image.labels,
      madeBy: image.origin,
      inUse: image.usedBy.length > 0,
      bytes: image.exclusiveBytes,
      createdAtMs: image.createdAtMs,
    },
    context,
  );
}

/**
 * What an image was before it lost its name, by its labels: those of ours, of compose, or of the images' own standard.
 * An image hands its labels on, so that one of others with labels of ours was made of one of ours.
 */
function formerText({ labels, origin }: ImageItem, { t }: RowContext): string | undefined {
  const former = ownText(labels) ?? composeText(labels) ?? labels['org.opencontainers.image.title'];
  if (former === undefined || former === '') {
    return undefined;
  }
  const isMadeOfOurs = origin !== 'php-source-bench' && labels[labelName.kind] !== undefined;
  return isMadeOfOurs ? t('made of {0}', plain(former)) : plain(former);
}

/** For instance `8.2.32 0a1b2c3d4e of php-src`; a toolchain has its recipe only. */
function ownText(labels: Labels): string | undefined {
  const folder = folderOf(labels[labelName.tree] ?? '');
  const words = [labels[labelName.phpVersion], labels[labelName.commit]?.slice(0, 10), folder];
  const known = words.filter((word) => word !== undefined && word !== '');
  const kind = labels[labelName.kind];
  return known.length > 0 ? known.join(' ') : kind && [kind, labels[labelName.recipe]].join(' ').trim();
}

function composeText(labels: Labels): string | undefined {
  return labels['com.docker.compose.service'];
}
