import * as v from 'valibot';
import { errors } from '../../core/errors.ts';

/**
 * A row as the schema has it; another program may have written to the database.
 * @throws `history-unreadable`
 */
export function parseRow<S extends v.GenericSchema>(schema: S, row: unknown, path: string): v.InferOutput<S> {
  const result = v.safeParse(schema, row);
  if (!result.success) {
    const issue = result.issues[0];
    throw errors.historyUnreadable(path, new Error(`${v.getDotPath(issue) ?? 'a row'}: ${issue.message}`));
  }
  return result.output;
}
