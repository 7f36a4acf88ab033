/** Turns the progress of a build, pull or import into lines for people, and remembers how it ended. */
import * as v from 'valibot';
import type { OnLine, OutputStream } from '../core/ports.ts';
import { type BuildStatus, type BuildStep, decodeBuildStatus } from './buildkit-status.ts';
import { saysDiskFull } from './causes.ts';
import { createLineSplitter, type LineSplitter } from './line-splitter.ts';
import { plainText } from './plain-text.ts';
import { type ProgressReply, progressReply } from './replies.ts';

export interface Narrator {
  /** Takes one line of the engine's progress. */
  take(line: string): void;
  /** Hands on what waited for its line end. */
  finish(): void;
  /** The engine's words for the failure; `undefined` while it goes well. */
  readonly failure: string | undefined;
  /** What a command of the build printed last, or last to stderr if that was just before. */
  readonly lastOutput: string | undefined;
  /** Whether a command of the build has said that the disk is full. */
  readonly sawDiskFull: boolean;
}

const shownLength = 4000;

/** How the classic builder marks its own lines among those that commands print. */
const classicOwnLine = /^ ?(?:Step \d+\/\d+ :|---> |Removing intermediate container )/;

/** The output of a build's commands: steps may run side by side, and each has two streams. */
class StepOutputs {
  readonly #splitters = new Map<string, Record<OutputStream, LineSplitter>>();
  readonly #onLine: (stream: OutputStream, line: string) => void;

  constructor(onLine: (stream: OutputStream, line: string) => void) {
    this.#onLine = onLine;
  }

  push(step: string, stream: OutputStream, bytes: Uint8Array): void {
    let splitters = this.#splitters.get(step);
    if (splitters === undefined) {
      splitters = {
        stdout: createLineSplitter((line) => this.#onLine('stdout', line)),
        stderr: createLineSplitter((line) => this.#onLine('stderr', line)),
      };
      this.#splitters.set(step, splitters);
    }
    splitters[stream].push(bytes);
  }

  finish(step: string): void {
    this.#splitters.get(step)?.stdout.finish();
    this.#splitters.get(step)?.stderr.finish();
    this.#splitters.delete(step);
  }

  finishAll(): void {
    for (const step of [...this.#splitters.keys()]) {
      this.finish(step);
    }
  }
}

/** The streams overtake each other by a few lines, and what a failure is about goes to stderr. */
const closingLines = 5;

class ProgressNarrator implements Narrator {
  failure: string | undefined;
  sawDiskFull = false;
  readonly #onLine: OnLine;
  readonly #outputs = new StepOutputs((stream, line) => this.#sayOutput(stream, line));
  /** What was last said of a step, task or layer. */
  readonly #said = new Map<string, string>();
  readonly #closing: { readonly stream: OutputStream; readonly line: string }[] = [];

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  get lastOutput(): string | undefined {
    return (this.#closing.findLast((it) => it.stream === 'stderr') ?? this.#closing.at(-1))?.line;
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
      this.#takeClassicOutput(message.stream);
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

  /** The classic builder runs one step at a time, and paints stderr red. */
  #takeClassicOutput(text: string): void {
    if (classicOwnLine.test(text)) {
      // What the command printed last may lack its line end.
      this.#outputs.finish('');
    }
    const stream = text.startsWith('\u001b[91m') ? 'stderr' : 'stdout';
    this.#outputs.push('', stream, new TextEncoder().encode(text));
  }

  #takeStatus(status: BuildStatus): void {
    for (const step of status.steps) {
      this.#takeStep(step);
    }
    for (const task of status.tasks) {
      this.#sayOnce(`${task.step} ${task.id}`, task.id);
    }
    for (const log of status.logs) {
      this.#outputs.push(log.step, log.stream === 2 ? 'stderr' : 'stdout', log.text);
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

  #sayOutput(stream: OutputStream, text: string): void {
    const line = this.#say(text);
    if (line !== '' && !classicOwnLine.test(line)) {
      this.sawDiskFull ||= saysDiskFull(line);
      this.#closing.push({ stream, line });
      this.#closing.splice(0, this.#closing.length - closingLines);
    }
  }

  /** Says a line that is not empty once it is plain; returns it as said. */
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
