/** Gives an image that an engine imported the platform that it is for. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Labels } from '../core/model/labels.ts';
import type { Platform } from '../core/model/platform.ts';
import { ask, attempt, type Connection, dial, type WireOptions } from './connection.ts';
import { epoch, packFiles } from './file-tar.ts';
import { createNarrator, narrate } from './narrator.ts';
import { importedImageReply } from './replies.ts';

interface Marking {
  readonly reference: string;
  readonly platform: Platform;
  readonly labels: Labels;
}

/** The image's configuration as the OCI image specification has it, with the layers that the engine holds already. */
function configurationOf({ platform, labels }: Marking, layers: readonly string[], created: string): string {
  const [os, architecture, variant] = platform.split('/');
  return JSON.stringify({
    architecture,
    ...(variant === undefined ? {} : { variant }),
    os,
    created,
    config: { Labels: labels },
    rootfs: { type: 'layers', diff_ids: layers },
    history: layers.map(() => ({ created, created_by: 'import' })),
  });
}

/**
 * Loads an image with the same layers and another platform under the same name, and removes the one that was
 * imported. Docker before 28 marks whatever it imports with its own architecture; what it loads it believes. The
 * archive holds no layers: the engine takes those that it has.
 * @see https://github.com/moby/moby/blob/v20.10.24/image/tarexport/load.go
 */
export async function markPlatform(
  connection: Connection,
  marking: Marking,
  signal: AbortSignal,
): Promise<void> {
  const { reference } = marking;
  const trial = {
    what: `mark ${reference} as ${marking.platform}`,
    object: `the image ${reference}`,
    signal,
  };
  const options: WireOptions & { readonly manifests?: boolean } = { abortSignal: signal };
  const imported = await ask(connection, trial, importedImageReply, () =>
    connection.docker.getImage(reference).inspect(options),
  );
  const layers = imported.RootFS.Layers;
  const configuration = configurationOf(marking, layers, imported.Created);
  const name = `${createHash('sha256').update(configuration).digest('hex')}.json`;
  const manifest = [
    { Config: name, RepoTags: [reference], Layers: layers.map((_, index) => `${index}.tar`) },
  ];
  const archive = await packFiles(
    [
      { path: name, content: configuration },
      { path: 'manifest.json', content: JSON.stringify(manifest) },
    ],
    epoch,
  );
  await attempt(connection, trial, async () => {
    const body = await dial(connection, {
      method: 'POST',
      path: '/images/load?',
      options: { quiet: true },
      file: Readable.from([archive]),
      isStream: true,
      abortSignal: signal,
    });
    await narrate(
      body as AsyncIterable<Uint8Array>,
      createNarrator(() => undefined),
    );
    await connection.docker.getImage(imported.Id).remove({ abortSignal: signal });
  });
}
