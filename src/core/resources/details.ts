/** What a row of the sidebar tells on demand only, because it takes a call to the engine for each object. */
import type { ContainerLook, ImageLayer } from '../model/engine.ts';
import type { ObjectId } from '../model/objects.ts';
import type { Platform } from '../model/platform.ts';
import type { EnginePort } from '../ports.ts';

export type ObjectDetails =
  | {
      readonly kind: 'container';
      readonly look: ContainerLook;
      /** The last lines that it wrote, the oldest first; empty where it keeps no log. */
      readonly lastLines: readonly string[];
    }
  | {
      readonly kind: 'image';
      readonly platform: Platform;
      /** How it was made, the newest layer first. */
      readonly layers: readonly ImageLayer[];
    };

const lines = 5;
const maxLineLength = 300;
/** A container may write without ever ending its line. */
const maxLogBytes = 64 * 1024;

/** The details of a container or image; `undefined` for other kinds and for what is gone. */
export async function readDetails(
  engine: Pick<EnginePort, 'findImage' | 'lookAtContainer' | 'readLog' | 'imageHistory'>,
  { kind, id }: ObjectId,
  signal: AbortSignal,
): Promise<ObjectDetails | undefined> {
  if (kind === 'image') {
    const [image, layers] = await Promise.all([
      engine.findImage(id, signal),
      engine.imageHistory(id, signal),
    ]);
    return image && { kind, platform: image.platform, layers };
  }
  if (kind !== 'container') {
    return undefined;
  }
  const look = await engine.lookAtContainer(id, signal);
  return look && { kind, look, lastLines: await lastLines(engine, id, signal).catch(() => []) };
}

async function lastLines(
  engine: Pick<EnginePort, 'readLog'>,
  id: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of await engine.readLog(id, lines, signal)) {
    text = (text + decoder.decode(chunk, { stream: true })).slice(-maxLogBytes);
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-lines)
    .map((line) => withoutTime(line).slice(0, maxLineLength));
}

/** The time that the engine puts before each line. */
function withoutTime(line: string): string {
  return line.replace(/^\d{4}-\d\d-\d\dT\S+Z /, '');
}
