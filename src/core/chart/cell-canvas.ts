/** What stands out in a chart of characters. */
export type Mark = 'level' | 'worse' | 'better' | 'spike';

/** Colours text for a terminal, or leaves it as it is. */
export type Paint = (mark: Mark, text: string) => string;

/** Dots of a character of Unicode's block of Braille patterns, by column and by row from above. */
const dots = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const emptyBraille = 0x2800;

/** Dots on each character, across and down. */
export const dotsAcross = 2;
export const dotsDown = 4;

/** A picture of characters: points as Braille dots, eight to a character, and marks that take one whole. */
export class CellCanvas {
  readonly width: number;
  readonly height: number;
  readonly #dots: Uint8Array;
  readonly #marks = new Map<number, { readonly mark: Mark; readonly text: string }>();

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#dots = new Uint8Array(width * height);
  }

  /** Sets one dot; what lies outside is left out. */
  point(dotX: number, dotY: number): void {
    const [x, y] = [Math.floor(dotX / dotsAcross), Math.floor(dotY / dotsDown)];
    if (this.#isInside(x, y)) {
      const bit = dots[dotX % dotsAcross]?.[dotY % dotsDown] ?? 0;
      this.#dots[y * this.width + x] = (this.#dots[y * this.width + x] ?? 0) | bit;
    }
  }

  /** Puts a character over what is there; what lies outside is left out. */
  mark(x: number, y: number, mark: Mark, text: string): void {
    if (this.#isInside(x, y)) {
      this.#marks.set(y * this.width + x, { mark, text });
    }
  }

  /** The rows from above, without blanks at their ends; neighbours of the same mark are painted at once. */
  rows(paint: Paint): readonly string[] {
    return Array.from({ length: this.height }, (_, y) => this.#row(y, paint));
  }

  #row(y: number, paint: Paint): string {
    let text = '';
    let run: { readonly mark: Mark | undefined; text: string } = { mark: undefined, text: '' };
    const end = () => (run.mark === undefined ? run.text : paint(run.mark, run.text));
    for (let x = 0; x < this.width; x += 1) {
      const cell = y * this.width + x;
      const marked = this.#marks.get(cell);
      if (run.mark !== marked?.mark) {
        text += end();
        run = { mark: marked?.mark, text: '' };
      }
      run.text += marked?.text ?? brailleOf(this.#dots[cell] ?? 0);
    }
    return (text + end()).trimEnd();
  }

  #isInside(x: number, y: number): boolean {
    return x >= 0 && x < this.width && y >= 0 && y < this.height;
  }
}

function brailleOf(bits: number): string {
  return bits === 0 ? ' ' : String.fromCodePoint(emptyBraille + bits);
}
