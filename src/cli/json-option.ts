import { errors } from '../core/errors.ts';

/** The value in a JSON file that an option names. Throws `invalid-setting` with the option's name. */
export function parseJson(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.invalidSetting(option, `it is not JSON (${String(error)}).`);
  }
}
