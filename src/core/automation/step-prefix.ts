import type { Report } from '../ports.ts';

/** Reports the steps of a part of long work with what part it is before each title. */
export function withPrefix(report: Report, prefix: string): Report {
  return (event) => {
    const titled = event.kind === 'step' || event.kind === 'step-done';
    report(titled ? { ...event, title: `${prefix}: ${event.title}` } : event);
  };
}
