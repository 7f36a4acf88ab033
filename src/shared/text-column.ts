/**
 * Many texts as one, with the place where each ends: copied and checked as two blocks of memory. A list of 100,000
 * texts is as many objects to make and to collect again, most of which nobody looks at.
 */

/** As it is sent. */
export interface PackedTexts {
  readonly text: string;
  /** Where each text ends, in UTF-16 code units. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  let end = 0;
  const ends = Uint32Array.from(texts, (text) => {
    end += text.length;
    return end;
  });
  return { text: texts.join(''), ends };
}

/** Whether each text begins where the one before ends, and the last one ends where all do. */
export function isPacked({ text, ends }: PackedTexts): boolean {
  let before = 0;
  for (let index = 0; index < ends.length; index += 1) {
    const end = ends[index] ?? 0;
    if (end < before) {
      return false;
    }
    before = end;
  }
  return before === text.length;
}

/** The texts to be read one by one. */
export class TextColumn {
  readonly #text: string;
  readonly #ends: Uint32Array;

  /** @param packed passes {@link isPacked} */
  constructor({ text, ends }: PackedTexts) {
    this.#text = text;
    this.#ends = ends;
  }

  get length(): number {
    return this.#ends.length;
  }

  /** The text with this index; `undefined` if there is none. */
  at(index: number): string | undefined {
    const end = this.#ends[index];
    return end === undefined ? undefined : this.#text.slice(this.#ends[index - 1] ?? 0, end);
  }
}
