/**
 * Foreign text in HTML or SVG, as an element's text or as an attribute's value in quotes: it cannot end either. What
 * XML forbids, and what would turn the text around it, becomes a space.
 */
export function markup(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\ufffe\uffff]/gu, ' ')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
