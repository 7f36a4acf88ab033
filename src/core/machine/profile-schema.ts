/** The shape of machine profiles, in the editor's settings and in a file for the command line. */
import * as v from 'valibot';

const maxTextLength = 4096;
const maxCpus = 1024;
const maxMemoryMb = 16 * 1024 * 1024;
const maxPids = 4_194_304;

const text = v.pipe(
  v.string('must be a text'),
  v.trim(),
  v.maxLength(maxTextLength, `is longer than ${maxTextLength} characters`),
  v.regex(/^\P{Cc}*$/u, 'contains a line end or another control character'),
);
const proxy = v.pipe(
  text,
  v.regex(/^$|^(https?:\/\/|\$\{env:)\S+$/, 'must be empty or an http or https address'),
);
const path = v.pipe(text, v.regex(/^\/|^[A-Za-z]:[\\/]|^\\\\/, 'must be an absolute path'));

function whole(minimum: number, maximum: number) {
  const detail = `must be a whole number from ${minimum} to ${maximum}`;
  return v.pipe(
    v.number(detail),
    v.safeInteger(detail),
    v.minValue(minimum, detail),
    v.maxValue(maximum, detail),
  );
}

const cpus = v.pipe(
  v.number(`must be a number from 0.01 to ${maxCpus}`),
  v.minValue(0.01, `must be a number from 0.01 to ${maxCpus}`),
  v.maxValue(maxCpus, `must be a number from 0.01 to ${maxCpus}`),
);

const profile = v.strictObject(
  {
    httpProxy: v.optional(proxy),
    httpsProxy: v.optional(proxy),
    noProxy: v.optional(text),
    caCertificates: v.optional(
      v.pipe(v.array(path, 'must be a list of paths'), v.maxLength(50, 'has more than 50 paths')),
    ),
    packageMirror: v.optional(
      v.pipe(
        text,
        v.regex(
          /^$|^https?:\/\/[^\s"'`\\$@?#]+$/,
          'must be empty or an http or https address without a password',
        ),
      ),
    ),
    platform: v.optional(
      v.pipe(text, v.regex(/^$|^linux\/[a-z0-9_]+(\/v\d)?$/, 'must look like linux/ppc64le')),
    ),
    cpus: v.optional(cpus),
    memoryMb: v.optional(whole(64, maxMemoryMb)),
    pidsLimit: v.optional(whole(16, maxPids)),
  },
  (issue) => (issue.expected === 'never' ? 'is no setting of a profile' : 'must be an object'),
);

const profiles = v.record(v.pipe(v.string(), v.maxLength(maxTextLength)), profile, 'must be an object');

export type ParsedProfiles = v.InferOutput<typeof profiles>;

/** Checks profiles; the text says what is wrong with which, as the end of a sentence. */
export function parseProfiles(value: unknown): ParsedProfiles | string {
  if (Array.isArray(value)) {
    return 'it must be an object.';
  }
  const result = v.safeParse(profiles, value, { abortEarly: true });
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  const place = (issue.path ?? []).map((item) => String(item.key).slice(0, 100)).join(' > ');
  return `${place === '' ? 'it' : `"${place}"`} ${issue.message}.`;
}
