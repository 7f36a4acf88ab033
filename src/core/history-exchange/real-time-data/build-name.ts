import type { RunRole, Variant } from '../../model/bench.ts';

/** What the column `PHP` says of a build. */
export interface BuildName {
  readonly role: RunRole;
  readonly branch: string;
  readonly variant: Variant;
}

const plain: Variant = { name: 'default', ini: {} };
const form =
  /^PHP - (?:baseline@(?<baseline>[0-9a-f]+)|(?<previous>previous )?(?<branch>[\w./-]+))(?: \((?<variant>[\w ]+)\))?$/;

/**
 * Reads a name like `PHP - master (JIT)`. The baseline is known by its commit, which was abbreviated differently over
 * the years; any other form is a branch of its own, so that nothing is mixed that may not belong together.
 * @param commit the build's, as the row has it
 */
export function parseBuildName(name: string, commit: string): BuildName {
  const groups = form.exec(name)?.groups;
  if (groups === undefined) {
    return { role: 'subject', branch: name, variant: plain };
  }
  const variant = groups.variant === undefined ? plain : { name: groups.variant.toLowerCase(), ini: {} };
  if (groups.baseline !== undefined) {
    return { role: 'control', branch: commit, variant };
  }
  return {
    role: groups.previous === undefined ? 'subject' : 'repeat',
    branch: groups.branch ?? '',
    variant,
  };
}
