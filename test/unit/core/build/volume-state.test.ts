import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  emptyVolume,
  filesOfState,
  type Held,
  HeldStates,
  nextFiles,
  parseHeldFiles,
  readHeld,
} from '../../../../src/core/build/volume-state.ts';

type Volume = ReadonlyMap<string, string>;

/** The state of a volume after the build script has put what was sent in place. */
function applied(volume: Volume, sent: ReturnType<typeof filesOfState>): Volume {
  const after = new Map(volume);
  for (const { path, content } of sent) {
    const name = path.split('/').at(-1)?.replace('.next', '') ?? '';
    after.set(name === 'generation' ? 'marks/generation' : `${name}.json`, String(content));
  }
  return after;
}

/** A container whose volume holds these files of the state directory, and that says which of them were read. */
function containerOf(volume: Volume) {
  const read: string[] = [];
  const readFiles = async (directory: string, names: readonly string[]) => {
    const prefix = directory.endsWith('/marks') ? 'marks/' : '';
    const found = names.filter((name) => volume.has(prefix + name));
    read.push(...found);
    return new Map(found.map((name) => [name, new TextEncoder().encode(volume.get(prefix + name))]));
  };
  return { read, readFiles };
}

const signal = new AbortController().signal;
const readVolume = (volume: Volume, remembered?: Held) =>
  readHeld(containerOf(volume), '/php-src', remembered, signal);

const changes = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', 'é/x'),
  fc.option(fc.constantFrom('f:1:2', 'f:1:3', 'x:9:9'), { nil: undefined }),
  { maxKeys: 5 },
);

describe('what a volume holds', () => {
  it('is read as it was written, whatever was sent and removed, with and without memory', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(changes, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (syncs, forgets) => {
          let volume: Volume = new Map();
          let held: Held = emptyVolume;
          const truth = new Map<string, string>();
          for (const [index, sync] of syncs.entries()) {
            const next = nextFiles(held, `generation ${index}`, new Map(Object.entries(sync)));
            volume = applied(volume, filesOfState(next));
            for (const [path, print] of Object.entries(sync)) {
              if (print === undefined) {
                truth.delete(path);
              } else {
                truth.set(path, print);
              }
            }
            const read = await readVolume(volume, forgets ? undefined : { ...held, ...next });
            assert.ok(read !== undefined);
            assert.deepEqual(new Map([...read.files].sort()), new Map([...truth].sort()));
            held = read;
          }
        },
      ),
    );
  });

  it('is written whole at first, then as changes, and whole again when these are many', () => {
    const first = nextFiles(emptyVolume, 'one', new Map([['a', 'f:1:1']]));
    assert.deepEqual(
      filesOfState(first).map(({ path }) => path.split('/').at(-1)),
      ['manifest.next', 'changes.next', 'generation.next'],
    );
    const second = nextFiles(first, 'two', new Map([['a', 'f:1:2']]));
    assert.deepEqual(
      filesOfState(second).map(({ path }) => path.split('/').at(-1)),
      ['changes.next', 'generation.next'],
    );
    const many = new Map(Array.from({ length: 1001 }, (_, index) => [`file ${index}`, 'f:1:1']));
    assert.equal(filesOfState(nextFiles(second, 'three', many)).length, 3);
  });

  it('is not read again where the generation is known, and is where another program has sent something', async () => {
    const first = nextFiles(emptyVolume, 'one', new Map([['a', 'f:1:1']]));
    const volume = applied(new Map(), filesOfState(first));
    const known = await readVolume(volume);
    assert.ok(known !== undefined);
    const same = containerOf(volume);
    assert.equal((await readHeld(same, '/php-src', known, signal))?.files, known.files);
    assert.deepEqual(same.read, ['generation']);

    const second = nextFiles(known, 'two', new Map([['a', 'f:1:2']]));
    const read = await readVolume(applied(volume, filesOfState(second)), known);
    assert.equal(read?.files.get('a'), 'f:1:2');
  });

  it('is unknown after a sync that did not end, before the first, and where the files are not whole', async () => {
    const volume = applied(new Map(), filesOfState(nextFiles(emptyVolume, 'one', new Map())));
    assert.equal(await readVolume(new Map()), undefined);
    assert.equal(await readVolume(new Map([...volume, ['marks/sync-in-progress', '']])), undefined);
    const torn: readonly (readonly [string, string])[] = [
      ['manifest.json', ''],
      ['manifest.json', '{"version":1,"files":{}}'],
      ['manifest.json', '{"version":2,"generation":"one","files":{"a":1}}'],
      ['manifest.json', '{"version":2,"generation":"other","files":{}}'],
      ['changes.json', '[]'],
      ['changes.json', '{"version":1,"since":"one","changed":{},"removed":[1]}'],
    ];
    for (const [name, content] of torn) {
      assert.equal(await readVolume(new Map([...volume, [name, content]])), undefined, `${name}: ${content}`);
    }
    assert.equal(parseHeldFiles('one', undefined, undefined), undefined);
  });

  it('says whether the build of it ended well', async () => {
    const volume = applied(new Map(), filesOfState(nextFiles(emptyVolume, 'one', new Map())));
    assert.equal((await readVolume(volume))?.built, false);
    assert.equal((await readVolume(new Map([...volume, ['marks/built', '']])))?.built, true);
  });
});

describe('the memory of volumes', () => {
  it('keeps those that were used last', () => {
    const states = new HeldStates(2);
    for (const name of ['a', 'b', 'a', 'c']) {
      states.remember(name, emptyVolume);
    }
    assert.deepEqual(
      ['a', 'b', 'c'].map((name) => states.of(name) !== undefined),
      [true, false, true],
    );
  });
});
