import type { MeasureRequest } from '../core/bench/request.ts';
import type { ServiceSettings } from '../core/services.ts';

/** As the setting counts memory. */
const bytesInMb = 1_000_000;

/** What the settings say of measuring, whatever is measured. */
export function measureLimits(settings: ServiceSettings): Omit<MeasureRequest, 'suite'> {
  return {
    iterations: settings.benchmarkIterations,
    warmups: settings.benchmarkWarmups,
    timeLimitSeconds: settings.benchmarkTimeLimitSeconds,
    memoryLimitBytes: settings.benchmarkMemoryLimitMb * bytesInMb,
    cpuSet: undefined,
  };
}
