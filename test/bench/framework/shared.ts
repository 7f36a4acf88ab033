/** Something that several rows use: made when the first of them asks for it, ended after the last. */
export class Shared<T> {
  readonly #make: () => Promise<T>;
  readonly #end: (made: T) => Promise<void>;
  #made: Promise<T> | undefined;

  /** @param end is called once, and only if it was made */
  constructor(make: () => Promise<T>, end: (made: T) => Promise<void> = async () => {}) {
    this.#make = make;
    this.#end = end;
  }

  /** Rejects for every row alike if it could not be made. */
  get(): Promise<T> {
    this.#made ??= this.#make();
    return this.#made;
  }

  async close(): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    // Whoever asked for it has been told why it could not be made.
    const value = await made?.then(
      (result) => ({ result }),
      () => undefined,
    );
    if (value !== undefined) {
      await this.#end(value.result);
    }
  }
}
