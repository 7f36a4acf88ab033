/** The one way out of a benchmark's container: a network without any other, with the collector at its end. */
import { isBenchError } from '../errors.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { CollectorAddress, CollectorPort, EnginePort, MachinePort, Report, Stored } from '../ports.ts';
import type { IterationReport } from './runner-message.ts';

export interface WayOutDeps {
  readonly engine: Pick<EnginePort, 'withInternalNetwork'>;
  readonly machine: Pick<MachinePort, 'owner'>;
  readonly collector: CollectorPort;
}

/** What a container is given to report by. */
export interface WayOut {
  /** Name of the network, or `none`. */
  readonly network: string;
  /** Absent: reports come on standard output only. */
  readonly collector: CollectorAddress | undefined;
}

/**
 * Makes the network and listens at its end while `use` runs. Where the engine runs on another machine, or in a
 * virtual one, nothing can listen there: containers then get no network at all, and the same reports come over the
 * engine's own stream of their standard output.
 *
 * @param jobId a UUID, which every report has to bear
 */
export function withWayOut<T>(
  deps: WayOutDeps,
  jobId: string,
  onReport: (report: IterationReport) => Stored,
  use: (way: WayOut) => Promise<T>,
  report: Report,
  signal: AbortSignal,
): Promise<T> {
  return deps.engine.withInternalNetwork(
    {
      name: `php-source-bench-job-${jobId}`,
      labels: ownLabels('bench-network', { [label.job]: jobId, [label.owner]: deps.machine.owner() }),
    },
    async ({ name, gatewayAddress }) => {
      if (gatewayAddress !== undefined) {
        try {
          return await deps.collector.collect(
            { id: jobId, bindAddress: gatewayAddress, onReport },
            (collector) => use({ network: name, collector }),
            signal,
          );
        } catch (error) {
          if (!isBenchError(error, 'collector-failed')) {
            throw error;
          }
          report({ kind: 'line', text: `${error.message} Timings come over standard output instead.` });
        }
      }
      return use({ network: 'none', collector: undefined });
    },
    signal,
  );
}
