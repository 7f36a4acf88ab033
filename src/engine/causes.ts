/** What an engine's words mean: the causes that a person can do something about, by the texts that engines use. */
import { type BenchError, errors } from '../core/errors.ts';
import { careOf, type EngineHome } from '../core/machine/engine-home.ts';
import type { Platform } from '../core/model/platform.ts';
import { asSentence } from './plain-text.ts';

/** The oldest API that has all that is asked for (Docker 20.10). */
export const oldestApi = '1.41';

/** The engine that spoke, and what it was asked for. */
export interface Speaker {
  /** Its address for people. */
  readonly endpoint: string;
  readonly home: EngineHome;
  /** What the call was about, for instance `the image php:8`. */
  readonly object: string;
  /** The platform that was asked for, where one was. */
  readonly platform: Platform | undefined;
}

interface Saying {
  readonly text: string;
  readonly match: RegExpExecArray;
  readonly speaker: Speaker;
  /** What is kept for the log. */
  readonly cause: unknown;
}

type Meaning = readonly [RegExp, (saying: Saying) => BenchError | undefined];

/** "No space" and "quota" of kernels that are not about the disk: keys of sessions, control groups, watches. */
const otherQuota = /session key|keyring|cgroup|inotify/i;
const fullDisk = /no space left on device|disk quota exceeded|ENOSPC/i;

/** Whether words of an engine or of a command say that the engine's disk is full. */
export function saysDiskFull(text: string): boolean {
  return fullDisk.test(text) && !otherQuota.test(text);
}

/** A command of a Dockerfile failed: its text and its output are no words of the engine's. */
const commandFailed = /did not complete successfully|returned a non-zero code/;

/** The first that fits counts, so that the more particular come first. */
const meanings: readonly Meaning[] = [
  [
    /proxyconnect|proxy authentication required|invalid proxy (?:address|url)/i,
    ({ text, cause }) => errors.engineProxy(asSentence(text), cause),
  ],
  [
    /dial (?:tcp|udp): lookup (?<name>[^\s:]+)(?: on \S+)?: /i,
    ({ match, cause }) => errors.engineNameResolution(match.groups?.name ?? 'of a server', cause),
  ],
  [
    /x509: |tls: failed to verify certificate/,
    ({ text, cause }) => errors.engineCertificate(asSentence(text), cause),
  ],
  [
    /no matching manifest for|no match for platform in manifest|does not (?:match|provide) the specified platform/i,
    ({ text, speaker, cause }) =>
      errors.imagePlatformMissing(
        speaker.object.replace(/^the image /, ''),
        /(?:manifest for|specified platform \(?)\s*\(?(linux\/[\w/]+)/.exec(text)?.[1] ??
          speaker.platform ??
          'this platform',
        cause,
      ),
  ],
  [
    /exec format error/i,
    // On the engine's own platform it is the program that is odd.
    ({ speaker, cause }) => speaker.platform && errors.platformUnavailable(speaker.platform, cause),
  ],
  [
    /non-overlapping IPv4 address pool|address pools have been fully subnetted/i,
    ({ cause }) => errors.engineAddressesUsedUp(cause),
  ],
  [
    /iptables|ip6tables|nftables/i,
    ({ text, speaker, cause }) =>
      errors.engineFirewall(asSentence(text), careOf(speaker.home).restart, cause),
  ],
  [
    /client version \S+ is too new\. Maximum supported API version is (?<version>\d+\.\d+)|client is newer than server \(.*server API version: (?<older>\d+\.\d+)/i,
    ({ match, cause }) =>
      errors.engineTooOld(match.groups?.version ?? match.groups?.older ?? 'unknown', oldestApi, cause),
  ],
  [
    /HTTP request to an HTTPS server/i,
    ({ text, speaker, cause }) => errors.engineTls(speaker.endpoint, asSentence(text), cause),
  ],
  [
    /overlay mount|mount .*overlay|overlay: invalid argument|\/overlay2\/\S*: (?:no such file|invalid argument)|failed to register layer|layer does not exist|failed to remove root filesystem|structure needs cleaning|read-only file system|input\/output error|stale (?:NFS )?file handle|(?:parent )?snapshot \S+ (?:does not exist|not found)|content digest \S+: not found|error initializing graphdriver/i,
    ({ text, speaker, cause }) => errors.engineStorage(asSentence(text), careOf(speaker.home).restart, cause),
  ],
];

/**
 * The entry of the catalogue that says what an engine's words mean; `undefined` if they mean nothing that is known.
 * @param cause what goes to the log
 */
export function meaningOf(text: string, speaker: Speaker, cause: unknown): BenchError | undefined {
  if (saysDiskFull(text)) {
    return errors.engineDiskFull(careOf(speaker.home).enlargeDisk, cause);
  }
  if (commandFailed.test(text)) {
    return undefined;
  }
  for (const [pattern, explain] of meanings) {
    const match = pattern.exec(text);
    if (match !== null) {
      return explain({ text, match, speaker, cause });
    }
  }
  return undefined;
}
