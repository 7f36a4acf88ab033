/** An OCI platform as Docker writes it, for instance `linux/amd64` or `linux/arm/v7`. */
export type Platform = `linux/${string}`;

const aliases: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'arm/v7',
  i386: '386',
  i686: '386',
};

/** The platform of a kernel or engine architecture name (`x86_64`, `aarch64`, `ppc64le`, `amd64` ...). */
export function platformOf(architecture: string): Platform {
  const name = architecture.toLowerCase();
  return `linux/${aliases[name] ?? name}`;
}

/** The platform that a person means by `linux/ppc64le` or `ppc64le`; `undefined` for what is none. */
export function parsePlatform(text: string): Platform | undefined {
  const architecture = text.replace(/^linux\//, '');
  return /^[a-z0-9_]+(\/v\d)?$/.test(architecture) ? platformOf(architecture) : undefined;
}

/** Whether a text from outside is a platform. */
export function isPlatform(text: string): text is Platform {
  return /^linux\/[a-z0-9_]{1,30}(\/[a-z0-9]{1,10})?$/.test(text);
}

/** The platform's architecture for use in an image name, a volume name or a row, for instance `amd64`, `arm-v7`. */
export function architectureTag(platform: Platform): string {
  return platform.slice('linux/'.length).replaceAll('/', '-');
}
