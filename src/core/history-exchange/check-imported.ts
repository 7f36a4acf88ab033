import * as v from 'valibot';
import { errors } from '../errors.ts';

/**
 * A value of a file as the schema has it.
 * @param where the file and the line, for people
 * @throws `import-refused` with the field
 */
export function checkImported<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  where: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    const field = v.getDotPath(issue);
    throw errors.importRefused(field === null ? where : `${where}, ${field}`, `it ${issue.message}`);
  }
  return result.output;
}

/**
 * Reads JSON of a file.
 * @throws `import-refused`
 */
export function parseImportedJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.importRefused(where, 'it is not JSON', error);
  }
}
