/**
 * A fake engine for faults that a real one does not produce on demand: it plays back a container's output and end.
 * It stands for no real engine; what an engine does is proved in test/contract.
 */
import type {
  ContainerExit,
  ContainerSpec,
  ContextFile,
  ImageFacts,
  InternalNetwork,
} from '../../src/core/model/engine.ts';
import { label } from '../../src/core/model/labels.ts';
import type { ContainerPort } from '../../src/core/ports.ts';
import { engineInfo } from './resources.ts';

export interface Played {
  /** What a look at the machine and the interpreter finds (`core/bench/probe.ts`). */
  readonly probed?: readonly string[];
  /** What a container prints on standard output, chunk by chunk; `turn` counts the containers from zero. */
  readonly output: readonly string[] | ((spec: ContainerSpec, turn: number) => readonly string[]);
  readonly exit?: Partial<ContainerExit>;
  /** Runs while the container runs. */
  readonly during?: (spec: ContainerSpec) => Promise<void>;
}

function imageFacts(reference: string): ImageFacts {
  return {
    id: `sha256:${reference}`,
    references: [reference],
    labels: {},
    platform: 'linux/amd64',
    sizeBytes: 1,
    createdAtMs: 0,
    repoDigests: [],
  };
}

/** Has every image it is asked for, so that builds are cache hits, and plays every container. */
export class FakeEngine {
  /** Of the containers that measured, in their order. */
  readonly specs: ContainerSpec[] = [];
  readonly written: ContextFile[] = [];
  readonly #played: Played;
  readonly #gateway: string | undefined;
  open = 0;

  constructor(played: Played, gateway: string | undefined) {
    this.#played = played;
    this.#gateway = gateway;
  }

  readonly describe = () => Promise.resolve(engineInfo);
  readonly findImage = (reference: string) => Promise.resolve(imageFacts(reference));
  readonly pullImage = () => Promise.reject(new Error('not played'));
  readonly importImage = () => Promise.reject(new Error('not played'));
  readonly buildImage = ({ reference }: { readonly reference: string }) =>
    Promise.resolve(imageFacts(reference));
  readonly ensureVolume = () => Promise.resolve({ created: true });
  readonly removeVolume = () => Promise.resolve();

  readonly withInternalNetwork = async <T>(
    spec: { readonly name: string },
    use: (network: InternalNetwork) => Promise<T>,
  ): Promise<T> => {
    this.open += 1;
    try {
      return await use({ name: spec.name, gatewayAddress: this.#gateway });
    } finally {
      this.open -= 1;
    }
  };

  readonly withContainer = async <T>(
    spec: ContainerSpec,
    use: (container: ContainerPort) => Promise<T>,
  ): Promise<T> => {
    this.open += 1;
    try {
      return await use(this.#container(spec));
    } finally {
      this.open -= 1;
    }
  };

  readonly withKeptContainer = <T>(
    spec: ContainerSpec,
    _keptForMs: number,
    use: (container: ContainerPort) => Promise<T>,
  ): Promise<T> => this.withContainer(spec, use);

  readonly releaseKept = async (): Promise<void> => {};

  #container(spec: ContainerSpec): ContainerPort {
    const notPlayed = () => Promise.reject(new Error('not played'));
    return {
      id: 'c',
      putArchive: () => Promise.resolve(),
      getArchive: () => Promise.resolve((async function* () {})()),
      // The runner, out of its image.
      readFile: () => Promise.resolve(Uint8Array.of(0x7f)),
      readFiles: notPlayed,
      openTerminal: notPlayed,
      commit: notPlayed,
      writeFiles: (files) => {
        this.written.push(...files);
        return Promise.resolve();
      },
      run: async (onOutput) => {
        const exit = { exitCode: 0, outOfMemory: false, startedAtMs: 0, finishedAtMs: 1 };
        // The probe of a build; tests of the tree run by a shell, too.
        if (spec.command[0] === '/bin/sh' && spec.labels[label.kind] === 'bench-container') {
          const { probed = ['load=0.50', 'opcache=off', 'jit=off'] } = this.#played;
          onOutput('stdout', new TextEncoder().encode(`${probed.join('\n')}\n`));
          return exit;
        }
        this.specs.push(spec);
        await this.#played.during?.(spec);
        const { output } = this.#played;
        for (const chunk of typeof output === 'function' ? output(spec, this.specs.length - 1) : output) {
          onOutput('stdout', new TextEncoder().encode(chunk));
        }
        return { ...exit, ...this.#played.exit };
      },
    };
  }
}
