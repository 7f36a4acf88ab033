/** Taking a container's two output streams apart. */
import { Readable, Writable } from 'node:stream';
import Docker from 'dockerode';
import { createDemultiplexer } from '../../../src/engine/demultiplexer.ts';
import type { Contender, Row } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { builderName } from '../support/php-builder.ts';
import { timed } from '../support/timed.ts';

/** What a socket hands over at once. */
const chunkBytes = 65_536;
const headerBytes = 8;

/** What the fast ones read in a turn; docker-modem gets less where it would take minutes. */
const plentyBytes = 64_000_000;
const littleBytes = 1_000_000;

/** The engine's stream of one container that writes `frameBytes` at a time, to both streams in turn. */
function recordedStream(frameBytes: number, payloadBytes: number): readonly Buffer[] {
  const frameCount = Math.max(1, Math.floor(payloadBytes / frameBytes));
  const stream = Buffer.alloc(frameCount * (headerBytes + frameBytes), 'x');
  for (let frame = 0; frame < frameCount; frame += 1) {
    const at = frame * (headerBytes + frameBytes);
    stream.fill(0, at, at + headerBytes);
    stream.writeUInt8(1 + (frame % 2), at);
    stream.writeUInt32BE(frameBytes, at + 4);
  }
  return Array.from({ length: Math.ceil(stream.length / chunkBytes) }, (_, index) =>
    stream.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
}

/** @param read resolves to the bytes of output that it was given */
function reader(
  name: string,
  chunks: readonly Buffer[],
  read: (stream: Readable) => Promise<number>,
): Contender {
  return {
    name,
    measure: async () => {
      let bytes = 0;
      const durationMs = await timed(async () => {
        bytes = await read(Readable.from(chunks, { objectMode: false }));
      });
      return bytes / durationMs / 1000;
    },
  };
}

async function readOurs(stream: Readable): Promise<number> {
  let bytes = 0;
  const demultiplexer = createDemultiplexer((_stream, piece) => {
    bytes += piece.length;
  });
  for await (const chunk of stream) {
    demultiplexer.push(chunk);
  }
  demultiplexer.finish();
  return bytes;
}

async function readWithDockerModem(stream: Readable): Promise<number> {
  let bytes = 0;
  const sink = () =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        bytes += chunk.length;
        done();
      },
    });
  new Docker({ socketPath: '/nowhere' }).modem.demuxStream(stream, sink(), sink());
  await new Promise((resolve, reject) => {
    stream.once('end', resolve);
    stream.once('error', reject);
  });
  return bytes;
}

export const streams: Row<BenchContext> = {
  name: 'streams',
  title: "taking a container's output streams apart",
  unit: 'MB/s',
  tinyAmount: 100,
  sizes: [
    ['frames of 80 bytes', 80],
    ['frames of 4 kB', 4096],
    ['frames of 32 kB', 32_768],
  ].map(([label, amount]) => ({
    label: String(label),
    amount: Number(amount),
    rounds: 11,
    warmups: 1,
    goals: [{ kind: 'at-least', limit: 300 }],
  })),
  withTrial: async ({ tiny }, { amount: frameBytes }, use) => {
    const plenty = recordedStream(frameBytes, tiny ? littleBytes : plentyBytes);
    const little = recordedStream(frameBytes, littleBytes * (frameBytes < 1000 ? 1 : 16));
    await use({
      ours: reader(builderName.ours, plenty, readOurs),
      others: [{ ...reader('docker-modem', little, readWithDockerModem), role: 'instead' }],
    });
  },
};
