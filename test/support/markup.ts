/**
 * The elements of a document with the names of their attributes, in order: what foreign text must not change. It reads
 * as strictly as a parser of XML: a tag that is anything else is an error.
 */
export function elementsOf(document: string): readonly string[] {
  const withoutStyle = document.replaceAll(/<style>[^<]*<\/style>/g, '<style></style>');
  const tag =
    /<(!DOCTYPE html|\/?[A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9:-]*(?:="[^"<>]*")?)*)\s*(\/?)>/g;
  const found: string[] = [];
  const rest = withoutStyle.replaceAll(tag, (_, name: string, attributes: string) => {
    const names = [...attributes.matchAll(/([A-Za-z][A-Za-z0-9:-]*)(?:="[^"<>]*")?/g)].map(
      (match) => match[1],
    );
    found.push([name, ...names].join(' '));
    return '';
  });
  if (/[<>]/.test(rest)) {
    throw new Error(`There is markup that is no tag: ${/.{0,40}[<>].{0,40}/s.exec(rest)?.[0]}`);
  }
  return found;
}
