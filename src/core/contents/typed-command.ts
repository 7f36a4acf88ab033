/** What a person would type in a Dockerfile, without how a builder notes it. */
export function typedCommand(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
    .replace(/^(?:RUN )?(?:\|\d{1,3} .*? )?\/bin\/sh -c /s, 'RUN ')
    .replace(/ # buildkit$/, '');
}
