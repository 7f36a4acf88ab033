/** Cuts a byte stream into lines, whole characters only, with a limit on what one line may hold. */
export class LineSplitter {
  readonly #decoder = new TextDecoder('utf-8');
  readonly #onLine: (line: string) => void;
  readonly #maxLength: number;
  #rest = '';
  #skipping = false;

  constructor(onLine: (line: string) => void, maxLength: number) {
    this.#onLine = onLine;
    this.#maxLength = maxLength;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  /** Hands over a last line without a line end. */
  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#rest !== '' && !this.#skipping) {
      this.#onLine(this.#rest);
    }
    this.#rest = '';
  }

  #take(text: string): void {
    const parts = text.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      if (!this.#skipping && this.#rest.length + part.length <= this.#maxLength) {
        this.#onLine(this.#rest + part);
      }
      this.#rest = '';
      this.#skipping = false;
    }
    if (this.#rest.length + last.length > this.#maxLength) {
      this.#rest = '';
      this.#skipping = true;
    } else if (!this.#skipping) {
      this.#rest += last;
    }
  }
}
