/** One request to the collector: checked, read, handed over, answered. */
import { Buffer } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type IterationReport, parseIterationReport } from '../../core/bench/runner-message.ts';
import { isBenchError } from '../../core/errors.ts';
import type { Stored } from '../../core/ports.ts';
import type { CollectorLimits } from './limits.ts';

/** The job that a collector serves. */
export interface CollectedJob {
  readonly id: string;
  readonly path: string;
  readonly token: string;
  readonly onReport: (report: IterationReport) => Stored;
}

/** An answer that is no success. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Takes in the reports of one job. */
export class Intake {
  readonly #job: CollectedJob;
  readonly #limits: CollectorLimits;
  #heldBytes = 0;
  #closed = false;

  constructor(job: CollectedJob, limits: CollectorLimits) {
    this.#job = job;
    this.#limits = limits;
  }

  /** From now on nothing is handed over, not even what is half read. */
  close(): void {
    this.#closed = true;
  }

  /** Answers one request, whatever it holds; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const status = await this.#take(request, response);
      answer(response, 200, { status });
    } catch (error) {
      if (error instanceof Refusal) {
        answer(response, error.status, { error: error.message });
        // What is still to come is not wanted: no answer is worth reading 100 MB for.
        response.once('finish', () => request.socket.destroy());
      } else {
        request.socket.destroy();
      }
    }
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<Stored> {
    if (request.method !== 'POST' || request.url !== this.#job.path) {
      throw new Refusal(404, 'nothing is here');
    }
    if (!isSame(request.headers.authorization ?? '', `Bearer ${this.#job.token}`)) {
      throw new Refusal(401, 'the token is not valid');
    }
    this.#checkLength(request);
    if (request.headers.expect !== undefined) {
      response.writeContinue();
    }
    const report = this.#parse(await this.#readBody(request));
    if (this.#closed) {
      throw new Refusal(503, 'the job has ended');
    }
    try {
      return this.#job.onReport(report);
    } catch {
      throw new Refusal(503, 'the report could not be stored');
    }
  }

  #checkLength(request: IncomingMessage): void {
    if (Number(request.headers['content-length'] ?? 0) > this.#limits.maxBodyBytes) {
      throw new Refusal(413, 'the report is too large');
    }
  }

  async #readBody(request: IncomingMessage): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let bodyBytes = 0;
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        bodyBytes += chunk.length;
        this.#heldBytes += chunk.length;
        if (bodyBytes > this.#limits.maxBodyBytes) {
          throw new Refusal(413, 'the report is too large');
        }
        if (this.#heldBytes > this.#limits.maxHeldBytes) {
          throw new Refusal(503, 'too much at once');
        }
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      this.#heldBytes -= bodyBytes;
    }
  }

  #parse(body: Uint8Array): IterationReport {
    let report: IterationReport;
    try {
      report = parseIterationReport(new TextDecoder('utf-8', { fatal: true }).decode(body), 'the runner');
    } catch (error) {
      throw new Refusal(400, isBenchError(error) ? error.message : 'the report is not UTF-8');
    }
    if (report.job !== this.#job.id) {
      throw new Refusal(400, 'the report is of another job');
    }
    return report;
  }
}

/** Compares in a time that depends on neither text. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function answer(response: ServerResponse, status: number, body: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify(body));
}
