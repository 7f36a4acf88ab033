/** Reads where this machine gets its packages from, in apt's two formats. */

export interface AptSource {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** The keyring that the source is bound to; `undefined` for none or one that is written out in place. */
  readonly keyring: string | undefined;
}

function keyringOf(value: string | undefined): string | undefined {
  const first = value?.trim().split(/[\s,]+/)[0];
  return first?.startsWith('/') ? first : undefined;
}

/** The sources of binary packages in a `sources.list` (one a line); lines that make no sense are skipped. */
export function parseOneLineSources(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (match === null) {
      return [];
    }
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1];
    return [{ uri, suite, components: words(components), keyring: keyringOf(signedBy) }];
  });
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

/** The fields of one stanza by lower-case name; a continued field keeps its lines. */
function fieldsOf(stanza: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let name = '';
  for (const line of stanza) {
    const match = /^([A-Za-z0-9-]+)\s*:(.*)$/.exec(line);
    if (match !== null) {
      name = (match[1] ?? '').toLowerCase();
      fields.set(name, (match[2] ?? '').trim());
    } else if (/^[ \t]/.test(line) && name !== '') {
      fields.set(name, `${fields.get(name) ?? ''}\n${line.trim()}`);
    }
  }
  return fields;
}

function stanzasOf(text: string): string[][] {
  const stanzas: string[][] = [[]];
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      stanzas.push([]);
    } else if (!line.startsWith('#')) {
      stanzas[stanzas.length - 1]?.push(line);
    }
  }
  return stanzas;
}

/** The sources of binary packages in a `.sources` file (deb822); disabled ones are left out. */
export function parseDeb822Sources(text: string): AptSource[] {
  return stanzasOf(text).flatMap((stanza) => {
    const fields = fieldsOf(stanza);
    const disabled = /^(no|false|without|off|disable|0)$/i.test(fields.get('enabled') ?? '');
    if (disabled || !words(fields.get('types')).includes('deb')) {
      return [];
    }
    const components = words(fields.get('components'));
    const keyring = keyringOf(fields.get('signed-by'));
    return words(fields.get('uris')).flatMap((uri) =>
      words(fields.get('suites')).map((suite) => ({ uri, suite, components, keyring })),
    );
  });
}

/** Whether debootstrap can fetch from there, and it holds no password that would end up in the image. */
function isUsableMirror(uri: string): boolean {
  if (!URL.canParse(uri)) {
    return false;
  }
  const { protocol, username, password } = new URL(uri);
  return ['http:', 'https:', 'file:'].includes(protocol) && username === '' && password === '';
}

/**
 * The mirror of the distribution itself among a machine's sources, `undefined` if none has the suite. Other
 * vendors use the distribution's suite names too: a source that is bound to the distribution's keyring comes first,
 * then one whose address ends in the distribution's name. The choice is a guess about speed only; every package's
 * signature is checked against `keyring` wherever it comes from.
 */
export function chooseMirror(
  sources: readonly AptSource[],
  suite: string,
  keyring: string,
): string | undefined {
  const fitting = sources.filter(
    (source) =>
      source.suite === suite &&
      source.components.includes('main') &&
      (source.keyring === undefined || source.keyring === keyring) &&
      isUsableMirror(source.uri),
  );
  const bound = fitting.find((source) => source.keyring === keyring);
  const named = fitting.find((source) => /\/(debian|ubuntu)\/?$/.test(source.uri));
  return (bound ?? named ?? fitting[0])?.uri;
}
