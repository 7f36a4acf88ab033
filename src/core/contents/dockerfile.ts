import type { ImageLayer } from '../model/engine.ts';
import { typedCommand } from './typed-command.ts';

const maxCommandLength = 10_000;
const instruction =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\b/;

/**
 * A Dockerfile as an image's history tells it: what was taken from a folder, and the images below, are not in there.
 * @param name of the image, for people
 * @param layers the newest first, as an engine lists them
 */
export function dockerfileOf(name: string, layers: readonly ImageLayer[]): string {
  const commands = layers
    .toReversed()
    .map(({ createdBy }) => printable(typedCommand(createdBy)))
    .filter((command) => command !== '')
    .map((command) => (instruction.test(command) ? command : asComment(command)));
  return [
    ...asComment(
      `The commands that made ${printable(name)}, from its history; what ADD and COPY took is not in it.`,
    ).split('\n'),
    'FROM scratch',
    ...commands,
    '',
  ].join('\n');
}

function asComment(text: string): string {
  return text
    .split('\n')
    .map((line) => `# ${line}`)
    .join('\n');
}

/** Keeps line ends and tabs. */
function printable(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' ')
    .slice(0, maxCommandLength)
    .trim();
}
