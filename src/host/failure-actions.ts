/** What a person can do about each failure, as the buttons of its message. */
import type { ErrorReason } from '../core/errors.ts';
import type { SettingName } from './settings.ts';

/** The one action, beside the log, that fits a failure. */
export type FailureAction =
  | { readonly kind: 'none' }
  | { readonly kind: 'open-folder' }
  | { readonly kind: 'build' }
  | { readonly kind: 'show-problems' }
  | { readonly kind: 'open-suites' }
  | { readonly kind: 'prune' }
  | { readonly kind: 'check-setup' }
  /** Types a command line into a terminal, for a person to look at and run. */
  | { readonly kind: 'type-command'; readonly command: string }
  /** A page of Docker's own documentation. */
  | { readonly kind: 'open-page'; readonly address: string }
  /** `undefined` shows all the settings of the extension. */
  | { readonly kind: 'open-setting'; readonly setting: SettingName | undefined };

const none: FailureAction = { kind: 'none' };
const openFolder: FailureAction = { kind: 'open-folder' };
const build: FailureAction = { kind: 'build' };
const showProblems: FailureAction = { kind: 'show-problems' };
const openSuites: FailureAction = { kind: 'open-suites' };
const prune: FailureAction = { kind: 'prune' };
const checkSetup: FailureAction = { kind: 'check-setup' };
const anySetting: FailureAction = { kind: 'open-setting', setting: undefined };
const dockerHost: FailureAction = { kind: 'open-setting', setting: 'docker.host' };
const baseImage: FailureAction = { kind: 'open-setting', setting: 'toolchain.baseImage' };
const bisonTarball: FailureAction = { kind: 'open-setting', setting: 'toolchain.bisonTarball' };
const profiles: FailureAction = { kind: 'open-setting', setting: 'machine.profiles' };
const extraPackages: FailureAction = { kind: 'open-setting', setting: 'toolchain.extraPackages' };
const configureFlags: FailureAction = { kind: 'open-setting', setting: 'build.configureFlags' };
const historyPath: FailureAction = { kind: 'open-setting', setting: 'history.path' };

function dockerPage(path: string): FailureAction {
  return { kind: 'open-page', address: `https://docs.docker.com/${path}` };
}

const actions: Readonly<Record<ErrorReason, FailureAction>> = {
  cancelled: none,
  'engine-unreachable': dockerHost,
  'engine-not-running': dockerHost,
  'engine-permission': checkSetup,
  'engine-tls': dockerHost,
  'engine-too-old': dockerPage('engine/install/'),
  'engine-disk-full': prune,
  'engine-name-resolution': checkSetup,
  'engine-proxy': dockerPage('engine/daemon/proxy/'),
  'engine-certificate': dockerPage('engine/network/ca-certs/'),
  'engine-storage': checkSetup,
  'engine-firewall': checkSetup,
  'engine-addresses-used-up': prune,
  'engine-failed': checkSetup,
  'engine-object-missing': none,
  'engine-object-busy': none,
  'base-image-unavailable': baseImage,
  'toolchain-failed': none,
  'mirror-unreachable': profiles,
  'package-missing': extraPackages,
  'platform-unavailable': profiles,
  'image-platform-missing': baseImage,
  'no-tree': openFolder,
  'not-a-php-tree': openFolder,
  'tree-unreadable': none,
  'tree-changing': none,
  'no-bison-fits': bisonTarball,
  'bison-download-failed': bisonTarball,
  'bison-checksum': bisonTarball,
  'bison-unreadable': bisonTarball,
  'commit-missing': none,
  'commits-unfit': none,
  'git-failed': none,
  'no-build': build,
  'build-failed': showProblems,
  'build-interpreter-missing': configureFlags,
  'benchmark-failed': none,
  'benchmark-silent': none,
  'benchmark-timeout': { kind: 'open-setting', setting: 'benchmark.timeLimitSeconds' },
  'benchmark-out-of-memory': { kind: 'open-setting', setting: 'benchmark.memoryLimitMb' },
  'benchmark-output': none,
  'suite-missing': none,
  'test-missing': none,
  'tests-unrunnable': none,
  'suites-file-invalid': openSuites,
  'script-unusable': openSuites,
  'variant-unavailable': { kind: 'open-setting', setting: 'build.preset' },
  'collector-failed': none,
  'history-locked': none,
  'history-too-new': historyPath,
  'history-unreadable': historyPath,
  'import-refused': none,
  'prune-plan-unusable': none,
  'already-running': none,
  'state-missing': none,
  'state-too-new': none,
  'state-unreadable': none,
  'other-machine': dockerHost,
  'schedule-unavailable': none,
  'schedule-failed': none,
  'disk-full': none,
  'file-unwritable': none,
  'invalid-setting': anySetting,
  'invalid-message': none,
  'runtime-too-old': none,
  internal: none,
};

/**
 * The action that fits a failure; exhaustive, so that a new reason is a compile error until it has one.
 * @param command what mends it on this machine, where that is known
 */
export function actionFor(reason: ErrorReason, command?: string): FailureAction {
  return command === undefined ? actions[reason] : { kind: 'type-command', command };
}
