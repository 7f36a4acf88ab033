/**
 * Foreign text in a Markdown document: it cannot become a link, a picture, HTML or the border of a table's cell, and
 * it stays on its line. CommonMark lets each ASCII punctuation character be escaped.
 */
export function markdownText(text: string): string {
  const oneLine = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');
  return oneLine.replaceAll(/[\\`*_{}[\]<>()#!|~&$^=@"']|:(?=\/)/g, String.raw`\$&`);
}

/**
 * A table, every cell of its rows escaped; without a line end after it.
 * @param right columns whose cells stand at the right, as numbers do
 */
export function markdownTable(
  head: readonly string[],
  right: readonly number[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const marks = head.map((_, column) => (right.includes(column) ? '---:' : '---'));
  return [line(head), line(marks), ...rows.map((row) => line(row.map(markdownText)))].join('\n');
}
