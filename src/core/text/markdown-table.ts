import { markdownText } from './markdown.ts';

/** A table of foreign text, every cell escaped; it has no line end after it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(markdownText)))].join(
    '\n',
  );
}

/** Lines of foreign output as an indented block, in which nothing is markup; control characters must be gone. */
export function markdownBlock(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n');
}
