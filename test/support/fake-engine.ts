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
import type { ContainerPort } from '../../src/core/ports.ts';
import { engineInfo } from './resources.ts';

export interface Played {
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
  readonly buildImage = () => Promise.reject(new Error('not played'));
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
    this.specs.push(spec);
    this.open += 1;
    try {
      return await use(this.#container(spec));
    } finally {
      this.open -= 1;
    }
  };

  #container(spec: ContainerSpec): ContainerPort {
    const notPlayed = () => Promise.reject(new Error('not played'));
    return {
      id: 'c',
      putArchive: notPlayed,
      getArchive: notPlayed,
      readFile: notPlayed,
      readFiles: notPlayed,
      openTerminal: notPlayed,
      commit: notPlayed,
      writeFiles: (files) => {
        this.written.push(...files);
        return Promise.resolve();
      },
      run: async (onOutput) => {
        await this.#played.during?.(spec);
        const { output } = this.#played;
        for (const chunk of typeof output === 'function' ? output(spec, this.specs.length - 1) : output) {
          onOutput('stdout', new TextEncoder().encode(chunk));
        }
        return { exitCode: 0, outOfMemory: false, startedAtMs: 0, finishedAtMs: 1, ...this.#played.exit };
      },
    };
  }
}
