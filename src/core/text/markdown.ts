/**
 * Foreign text in a Markdown document: it cannot become a link, a picture, HTML or the border of a table's cell, and
 * it stays on its line. CommonMark lets each ASCII punctuation character be escaped.
 */
export function markdownText(text: string): string {
  const oneLine = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');
  return oneLine.replaceAll(/[\\`*_{}[\]<>()#!|~&$^=:@"']/g, String.raw`\$&`);
}
