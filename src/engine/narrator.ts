/** Turns the progress of a build, pull or import into lines for people, and remembers how it ended. */
import * as v from 'valibot';
import type { OnLine } from '../core/ports.ts';
import { type BuildStatus, type BuildStep, decodeBuildStatus } from './buildkit-status.ts';
import { plainText } from './failures.ts';
import { createLineSplitter, type LineSplitter } from './line-splitter.ts';
import { type ProgressReply, progressReply } from './replies.ts';

export interface Narrator {
  /** Takes one line of the engine's progress. */
  take(line: string): void;
  /** Hands on what waited for its line end. */
  finish(): void;
  /** The engine's words for the failure; `undefined` while it goes well. */
  readonly failure: string | undefined;
  /** The last line that a command of the build printed. */
  readonly lastOutput: string | undefined;
}

const shownLength = 4000;

/** How the classic builder marks its own lines among those that commands print. */
const classicOwnLine = /^ ?(?:Step \d+\/\d+ :|---> |Removing intermediate container )/;

/** The output of a build's commands, a splitter for each step, as steps may run side by side. */
class StepOutputs {
  readonly #splitters = new Map<string, LineSplitter>();
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(step: string, bytes: Uint8Array): void {
    let splitter = this.#splitters.get(step);
    if (splitter === undefined) {
      splitter = createLineSplitter(this.#onLine);
      this.#splitters.set(step, splitter);
    }
    splitter.push(bytes);
  }

  finish(step: string): void {
    this.#splitters.get(step)?.finish();
    this.#splitters.delete(step);
  }

  finishAll(): void {
    for (const step of [...this.#splitters.keys()]) {
      this.finish(step);
    }
  }
}

class ProgressNarrator implements Narrator {
  failure: string | undefined;
  lastOutput: string | undefined;
  readonly #onLine: OnLine;
  readonly #outputs = new StepOutputs((line) => this.#sayOutput(line));
  /** What was last said of a step, task or layer. */
  readonly #said = new Map<string, string>();

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  take(line: string): void {
    const message = parseProgress(line);
    if (message === undefined) {
      this.#say(line);
      return;
    }
    const failure = message.errorDetail?.message ?? message.error;
    if (failure !== null && failure !== undefined) {
      this.failure = plainText(failure);
    }
    if (message.stream) {
      if (classicOwnLine.test(message.stream)) {
        // What the command printed last may lack its line end.
        this.#outputs.finish('');
      }
      this.#outputs.push('', new TextEncoder().encode(message.stream));
    }
    if (message.status) {
      this.#sayOnce(message.id ?? '', message.id ? `${message.id}: ${message.status}` : message.status);
    }
    if (typeof message.aux === 'string' && message.id === 'moby.buildkit.trace') {
      const status = decodeBuildStatus(message.aux);
      if (status !== undefined) {
        this.#takeStatus(status);
      }
    }
  }

  finish(): void {
    this.#outputs.finishAll();
  }

  #takeStatus(status: BuildStatus): void {
    for (const step of status.steps) {
      this.#takeStep(step);
    }
    for (const task of status.tasks) {
      this.#sayOnce(`${task.step} ${task.id}`, task.id);
    }
    for (const log of status.logs) {
      this.#outputs.push(log.step, log.text);
    }
    for (const step of status.steps) {
      if (step.completed) {
        this.#outputs.finish(step.digest);
      }
    }
  }

  #takeStep(step: BuildStep): void {
    if (!step.started) {
      return;
    }
    this.#sayOnce(step.digest, step.cached ? `${step.name} (cached)` : step.name);
    if (step.error !== '') {
      this.#sayOnce(`${step.digest} error`, `${step.name} failed: ${step.error}`);
    }
  }

  #sayOnce(subject: string, text: string): void {
    if (this.#said.get(subject) !== text) {
      this.#said.set(subject, text);
      this.#say(text);
    }
  }

  #sayOutput(line: string): void {
    const plain = this.#say(line);
    if (plain !== '' && !classicOwnLine.test(plain)) {
      this.lastOutput = plain;
    }
  }

  #say(text: string): string {
    const plain = plainText(text, shownLength);
    if (plain !== '') {
      this.#onLine(plain);
    }
    return plain;
  }
}

/** The message in a line of progress; `undefined` for a line that is none. */
function parseProgress(line: string): ProgressReply | undefined {
  try {
    const result = v.safeParse(progressReply, JSON.parse(line));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** Calls `onLine` with readable lines: steps, output of commands, states of layers, failures. */
export function createNarrator(onLine: OnLine): Narrator {
  return new ProgressNarrator(onLine);
}

/** Reads a progress stream to its end. */
export async function narrate(body: AsyncIterable<Uint8Array>, narrator: Narrator): Promise<void> {
  const splitter = createLineSplitter((line) => narrator.take(line));
  for await (const chunk of body) {
    splitter.push(chunk);
  }
  splitter.finish();
  narrator.finish();
}
