import type { MachineProfile } from '../model/machine.ts';

/** The profile of a machine about which nothing is said. */
export const plainProfile: MachineProfile = {
  name: 'default',
  proxy: { httpProxy: '', httpsProxy: '', noProxy: '' },
  caCertificates: '',
  packageMirror: '',
  platform: undefined,
  cpus: undefined,
  memoryBytes: undefined,
  pidsLimit: undefined,
};
