import type { Platform } from './platform.ts';

/** How the machine that an engine runs on reaches the network; empty texts for not at all. */
export interface ProxySettings {
  /** For `http://` addresses; may hold a user and a password. */
  readonly httpProxy: string;
  /** For `https://` addresses. */
  readonly httpsProxy: string;
  /** Hosts that are reached directly, separated by commas. */
  readonly noProxy: string;
}

/**
 * What differs between machines and leaves the recipe as it is: the same recipe has the same key behind a proxy and
 * without one.
 */
export interface MachineProfile {
  /** Its key in the settings, for people. */
  readonly name: string;
  readonly proxy: ProxySettings;
  /** Certificates that the machine trusts beside the public ones, in PEM form; empty for none. */
  readonly caCertificates: string;
  /** Address of the package mirror, or empty for the base image's own. */
  readonly packageMirror: string;
  /** What to build for; `undefined` for the engine's own platform. */
  readonly platform: Platform | undefined;
  /** CPUs that a build may use, for instance 1.5; `undefined` for all. */
  readonly cpus: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly pidsLimit: number | undefined;
}

/** A profile as a person writes it; what is left out comes from the profile `default`, else from the machine. */
export interface ProfileSettings {
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  readonly noProxy?: string | undefined;
  /** Paths of files in PEM form on this machine. */
  readonly caCertificates?: readonly string[] | undefined;
  readonly packageMirror?: string | undefined;
  readonly platform?: string | undefined;
  readonly cpus?: number | undefined;
  readonly memoryMb?: number | undefined;
  readonly pidsLimit?: number | undefined;
}

/** Profiles by the name or the address of the engine that they are for; `default` is for all others. */
export type ProfilesSettings = Readonly<Record<string, ProfileSettings>>;
