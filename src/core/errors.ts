/**
 * The catalogue of everything that can go wrong and that a person can be told about.
 *
 * Each entry makes a {@link BenchError}: a `reason` for code, one sentence for people that says what to do next,
 * and the underlying `cause` for the log. Match on `reason`, never on the message.
 */

/** What went wrong, as code sees it. */
export type ErrorReason = (typeof errorReasons)[number];

export const errorReasons = [
  'cancelled',
  'engine-unreachable',
  'engine-not-running',
  'engine-permission',
  'engine-tls',
  'engine-too-old',
  'engine-disk-full',
  'engine-name-resolution',
  'engine-proxy',
  'engine-certificate',
  'engine-storage',
  'engine-firewall',
  'engine-addresses-used-up',
  'engine-failed',
  'engine-object-missing',
  'engine-object-busy',
  'base-image-unavailable',
  'toolchain-failed',
  'mirror-unreachable',
  'package-missing',
  'platform-unavailable',
  'image-platform-missing',
  'no-tree',
  'not-a-php-tree',
  'tree-unreadable',
  'tree-changing',
  'no-bison-fits',
  'bison-download-failed',
  'bison-checksum',
  'bison-unreadable',
  'commit-missing',
  'commits-unfit',
  'git-failed',
  'no-build',
  'build-failed',
  'build-interpreter-missing',
  'benchmark-failed',
  'benchmark-silent',
  'benchmark-timeout',
  'benchmark-out-of-memory',
  'benchmark-output',
  'suite-missing',
  'test-missing',
  'tests-unrunnable',
  'suites-file-invalid',
  'script-unusable',
  'variant-unavailable',
  'collector-failed',
  'history-locked',
  'history-too-new',
  'history-unreadable',
  'import-refused',
  'prune-plan-unusable',
  'already-running',
  'state-missing',
  'state-too-new',
  'state-unreadable',
  'other-machine',
  'schedule-unavailable',
  'schedule-failed',
  'disk-full',
  'file-unwritable',
  'invalid-setting',
  'invalid-message',
  'runtime-too-old',
  'internal',
] as const;

/** An entry of the catalogue. */
export class BenchError extends Error {
  readonly reason: ErrorReason;
  /** A command line for a terminal of this machine that mends it. */
  readonly command: string | undefined;

  constructor(reason: ErrorReason, message: string, cause?: unknown, command?: string) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BenchError';
    this.reason = reason;
    this.command = command;
  }
}

/** Whether a caught value is a catalogue entry, optionally one with this reason. */
export function isBenchError<R extends ErrorReason = ErrorReason>(
  value: unknown,
  reason?: R,
): value is BenchError & { readonly reason: R } {
  return value instanceof BenchError && (reason === undefined || value.reason === reason);
}

/** Turns anything thrown into a catalogue entry; an unknown value becomes `internal` with the value as cause. */
export function toBenchError(thrown: unknown): BenchError {
  if (thrown instanceof BenchError) {
    return thrown;
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return errors.cancelled(thrown);
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new BenchError(
    'internal',
    `Something unexpected happened: ${detail}. Please report it with the log.`,
    thrown,
  );
}

/**
 * The log's view of an error and its causes. An entry of the catalogue is expected and gets one line, so that the
 * output before it stays in sight; everything else comes with its stack.
 */
export function describeCauses(error: unknown): string {
  const lines: string[] = [];
  let current: unknown = error;
  for (let depth = 0; current !== undefined && depth < 8; depth += 1) {
    lines.push(describeOne(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines.join('\ncaused by: ');
}

function describeOne(error: unknown): string {
  if (error instanceof BenchError) {
    return `${error.reason}: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function withCommand(command: string | undefined): string {
  return command === undefined ? '' : ` with "${command}"`;
}

/** Constructors of the catalogue's entries. */
export const errors = {
  cancelled: (cause?: unknown) => new BenchError('cancelled', 'Cancelled.', cause),

  engineUnreachable: (endpoint: string, cause?: unknown) =>
    new BenchError(
      'engine-unreachable',
      `No Docker engine answers at ${endpoint}. Start Docker, or set "phpSourceBench.docker.host" to a running engine.`,
      cause,
    ),
  engineNotRunning: (endpoint: string, command: string, cause?: unknown) =>
    new BenchError(
      'engine-not-running',
      `Docker is not running: nobody listens at ${endpoint}. Start it with "${command}", or set "phpSourceBench.docker.host" to a running engine.`,
      cause,
      command,
    ),
  enginePermission: (endpoint: string, command: string | undefined, cause?: unknown) =>
    new BenchError(
      'engine-permission',
      `You may not use the Docker engine at ${endpoint}. Add yourself to the "docker" group${withCommand(command)} and log in again (its members are as good as root on that machine), or use rootless Docker, which gives nobody such rights.`,
      cause,
      command,
    ),
  engineTls: (endpoint: string, detail: string, cause?: unknown) =>
    new BenchError(
      'engine-tls',
      `The Docker engine at ${endpoint} and this machine do not agree on TLS: ${detail} Set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH, or choose a Docker context that has its certificates.`,
      cause,
    ),
  engineTooOld: (version: string, needed: string, cause?: unknown) =>
    new BenchError(
      'engine-too-old',
      `The Docker engine speaks API ${version}; API ${needed} or newer is needed. Update Docker.`,
      cause,
    ),
  /** @param enlarge how its virtual machine gets a larger disk; `undefined` for an engine without one */
  engineDiskFull: (enlarge: string | undefined, cause?: unknown) =>
    new BenchError(
      'engine-disk-full',
      enlarge === undefined
        ? `The disk that holds the Docker engine's data is full. Free some space, for instance with "PHP Source Bench: Prune...", and try again.`
        : `The disk of the virtual machine that Docker runs in is full, whatever room this machine has. Free some space with "PHP Source Bench: Prune...", or ${enlarge}.`,
      cause,
    ),
  engineNameResolution: (name: string, cause?: unknown) =>
    new BenchError(
      'engine-name-resolution',
      `The Docker engine cannot resolve the name ${name}. Check the network and the name servers of its machine.`,
      cause,
    ),
  engineProxy: (detail: string, cause?: unknown) =>
    new BenchError(
      'engine-proxy',
      `The Docker engine's own proxy does not let it out: ${detail} Correct it where the engine is configured (daemon.json, or the settings of Docker Desktop); profiles of machines do not count for what the engine itself fetches.`,
      cause,
    ),
  engineCertificate: (detail: string, cause?: unknown) =>
    new BenchError(
      'engine-certificate',
      `The Docker engine does not trust whom it asks: ${detail} If a company's proxy opens the connection, add its certificate to the engine's machine and restart Docker.`,
      cause,
    ),
  engineStorage: (detail: string, command: string | undefined, cause?: unknown) =>
    new BenchError(
      'engine-storage',
      `The Docker engine's storage is in trouble: ${detail} Restart Docker${withCommand(command)}; if it stays, look into its log and at the disk.`,
      cause,
      command,
    ),
  engineFirewall: (detail: string, command: string | undefined, cause?: unknown) =>
    new BenchError(
      'engine-firewall',
      `The Docker engine could not set up a container's network: ${detail} Something has changed the firewall behind its back; restart Docker${withCommand(command)}.`,
      cause,
      command,
    ),
  engineAddressesUsedUp: (cause?: unknown) =>
    new BenchError(
      'engine-addresses-used-up',
      'The Docker engine has no address range left for another network. Remove networks that nothing uses, or leave a VPN that takes the ranges.',
      cause,
    ),
  engineFailed: (what: string, detail: string, cause?: unknown) =>
    new BenchError('engine-failed', `The Docker engine could not ${what}: ${detail}`, cause),
  engineObjectMissing: (what: string, cause?: unknown) =>
    new BenchError(
      'engine-object-missing',
      `The Docker engine no longer has ${what}. Refresh, and try again.`,
      cause,
    ),
  engineObjectBusy: (what: string, cause?: unknown) =>
    new BenchError(
      'engine-object-busy',
      `The Docker engine is still using ${what}. Try again in a moment.`,
      cause,
    ),

  baseImageUnavailable: (reference: string, detail: string, cause?: unknown) =>
    new BenchError(
      'base-image-unavailable',
      `The base image ${reference} can neither be pulled nor bootstrapped: ${detail} Load it into the engine, or set "phpSourceBench.toolchain.baseImage" to an image that it holds.`,
      cause,
    ),
  toolchainFailed: (detail: string, cause?: unknown) =>
    new BenchError(
      'toolchain-failed',
      `The toolchain image did not build: ${detail} The log has the failing step.`,
      cause,
    ),
  mirrorUnreachable: (detail: string, hint: string) =>
    new BenchError(
      'mirror-unreachable',
      `Containers of this engine cannot reach the package mirror: ${detail}. ${hint}`,
    ),
  packageMissing: (name: string) =>
    new BenchError(
      'package-missing',
      `The package mirror has no package ${name}. Check "phpSourceBench.toolchain.extraPackages".`,
    ),
  platformUnavailable: (platform: string, cause?: unknown) =>
    new BenchError(
      'platform-unavailable',
      `This engine cannot run ${platform}. Install qemu-user-static and binfmt-support on its machine, or choose another platform.`,
      cause,
    ),
  imagePlatformMissing: (image: string, platform: string, cause?: unknown) =>
    new BenchError(
      'image-platform-missing',
      `There is no ${image} for ${platform}. Choose another image or another platform.`,
      cause,
    ),

  noTree: () =>
    new BenchError(
      'no-tree',
      'No php-src tree is open. Open the folder of a php-src checkout or release, and try again.',
    ),
  notAPhpTree: (path: string) =>
    new BenchError(
      'not-a-php-tree',
      `${path} is not a php-src tree: it has no readable main/php_version.h. Choose the top folder of a php-src checkout or release.`,
    ),
  unusableFileName: (path: string) =>
    new BenchError(
      'tree-unreadable',
      `The name of ${path} is not valid UTF-8, so it cannot be sent to the build. Rename or remove it, and try again.`,
    ),
  treeUnreadable: (path: string, cause?: unknown) =>
    new BenchError('tree-unreadable', `${path} cannot be read. Check its permissions, and try again.`, cause),
  treeChanging: (root: string, paths: readonly string[]) =>
    new BenchError(
      'tree-changing',
      `${root} changed while it was read (${paths.slice(0, 3).join(', ')}). Wait until nothing writes to it, and try again.`,
    ),
  noBisonFits: (phpVersion: string, accepted: string) =>
    new BenchError(
      'no-bison-fits',
      `PHP ${phpVersion} accepts ${accepted}, and none of these can be had. Set "phpSourceBench.toolchain.bisonTarball" to a fitting Bison source tarball.`,
    ),
  bisonDownloadFailed: (url: string, detail: string, cause?: unknown) =>
    new BenchError(
      'bison-download-failed',
      `Bison could not be downloaded from ${url} (${detail}). Check the network or proxy, or set "phpSourceBench.toolchain.bisonTarball" to a local file.`,
      cause,
    ),
  bisonChecksum: (path: string, expected: string, actual: string) =>
    new BenchError(
      'bison-checksum',
      `${path} is not the official Bison: its SHA-256 is ${actual}, not ${expected}. Get it again from a GNU mirror.`,
    ),
  bisonUnreadable: (path: string, cause?: unknown) =>
    new BenchError(
      'bison-unreadable',
      `${path} cannot be read as a Bison source tarball (bison-VERSION.tar.gz or .tar.xz). Choose another file in "phpSourceBench.toolchain.bisonTarball".`,
      cause,
    ),
  commitMissing: (commit: string, cause?: unknown) =>
    new BenchError(
      'commit-missing',
      `The tree has no commit "${commit}". Fetch it, or choose another.`,
      cause,
    ),
  commitsUnfit: (detail: string) => new BenchError('commits-unfit', detail),
  gitFailed: (what: string, cause?: unknown) =>
    new BenchError('git-failed', `git could not ${what}. The log has its message.`, cause),

  noBuild: (root: string) =>
    new BenchError(
      'no-build',
      `${root} has not been built on this engine yet. Run "PHP Source Bench: Build" first.`,
    ),
  buildFailed: (step: string) =>
    new BenchError(
      'build-failed',
      `The build failed in ${step}. The log says why; errors of compilers are in the Problems view too.`,
    ),
  buildInterpreterMissing: (cause?: unknown) =>
    new BenchError(
      'build-interpreter-missing',
      'make ended well but left no sapi/cli/php. Check that the configure flags do not disable the CLI.',
      cause,
    ),

  benchmarkFailed: (suite: string, detail: string) =>
    new BenchError('benchmark-failed', `The benchmark ${suite} failed: ${detail}. Its output is in the log.`),
  benchmarkSilent: (suite: string) =>
    new BenchError(
      'benchmark-silent',
      `The benchmark ${suite} ended without reporting a single sample. Its output is in the log.`,
    ),
  benchmarkTimeout: (suite: string, limitSeconds: number) =>
    new BenchError(
      'benchmark-timeout',
      `The benchmark ${suite} was stopped after its limit of ${limitSeconds} s. Raise "phpSourceBench.benchmark.timeLimitSeconds" or the suite's own limit, or look for a hang in the log.`,
    ),
  benchmarkOutOfMemory: (suite: string) =>
    new BenchError(
      'benchmark-out-of-memory',
      `The benchmark ${suite} was killed because it passed its memory limit. Raise "phpSourceBench.benchmark.memoryLimitMb" or the suite's own limit.`,
    ),
  benchmarkOutput: (suite: string, detail: string) =>
    new BenchError(
      'benchmark-output',
      `The output of ${suite} could not be understood: ${detail}. It is in the log.`,
    ),
  suiteMissing: (suite: string) =>
    new BenchError('suite-missing', `The tree has no ${suite}. Choose another suite, or a tree that has it.`),
  testMissing: (path: string) =>
    new BenchError(
      'test-missing',
      path === ''
        ? 'The tree has no tests. Open a whole php-src checkout or release.'
        : `The tree has no test ${path}, and no tests below it. Check the path; files that git ignores do not count.`,
    ),
  testsUnrunnable: (detail: string) =>
    new BenchError('tests-unrunnable', `run-tests.php ran no test: ${detail}. Its output is in the log.`),
  suiteUnknown: (suite: string, known: readonly string[]) =>
    new BenchError(
      'suite-missing',
      `There is no suite "${suite}". Choose one of ${known.map((name) => `"${name}"`).join(', ')}, or define it in a suites file.`,
    ),
  suitesFileInvalid: (path: string, detail: string, cause?: unknown) =>
    new BenchError('suites-file-invalid', `The suites file ${path} cannot be used: ${detail}`, cause),
  scriptUnusable: (path: string, detail: string, cause?: unknown) =>
    new BenchError('script-unusable', `${path} cannot be measured: ${detail}`, cause),
  variantUnavailable: (variant: string, detail: string) =>
    new BenchError('variant-unavailable', `The variant "${variant}" cannot be measured: ${detail}`),
  collectorFailed: (detail: string, cause?: unknown) =>
    new BenchError('collector-failed', `The collector of timings could not listen: ${detail}`, cause),

  historyLocked: (path: string, cause?: unknown) =>
    new BenchError(
      'history-locked',
      `Another program is writing the history ${path}. Try again in a moment.`,
      cause,
    ),
  historyTooNew: (path: string, found: number, known: number) =>
    new BenchError(
      'history-too-new',
      `The history ${path} has format ${found}, and this version knows ${known}. Update PHP Source Bench; the file was not touched.`,
    ),
  historyUnreadable: (path: string, cause?: unknown) =>
    new BenchError(
      'history-unreadable',
      `The history ${path} is not a readable database. Move it away to start a new one; it was not touched.`,
      cause,
    ),
  importRefused: (where: string, detail: string, cause?: unknown) =>
    new BenchError(
      'import-refused',
      `${where} cannot be imported: ${detail}. Correct it or choose another, and try again; nothing was stored.`,
      cause,
    ),

  alreadyRunning: (what: string, pid: number) =>
    new BenchError(
      'already-running',
      `${what} is running already, in process ${pid}. Wait for its end, or stop it there.`,
    ),
  stateMissing: (kind: string, id: string) =>
    new BenchError('state-missing', `There is no ${kind} "${id}". List them to see which there are.`),
  stateTooNew: (path: string, found: number, known: number) =>
    new BenchError(
      'state-too-new',
      `${path} has format ${found}, and this version knows ${known}. Update PHP Source Bench; the file was not touched.`,
    ),
  stateUnreadable: (path: string, detail: string, cause?: unknown) =>
    new BenchError(
      'state-unreadable',
      `${path} cannot be read (${detail}). Move it away to begin anew; it was not touched.`,
      cause,
    ),
  otherMachine: (planned: string, found: string) =>
    new BenchError(
      'other-machine',
      `This was begun on ${planned}, and the Docker engine is now that of ${found}: their numbers must not be mixed. Choose the first engine again, or begin anew.`,
    ),
  scheduleUnavailable: (detail: string, cause?: unknown) =>
    new BenchError(
      'schedule-unavailable',
      `Neither a systemd user session nor cron can be used here: ${detail} Start the command "nightly run" by a scheduler of your own.`,
      cause,
    ),
  scheduleFailed: (what: string, detail: string, cause?: unknown) =>
    new BenchError('schedule-failed', `${what} failed: ${detail}`, cause),

  diskFull: (where: string, cause?: unknown) =>
    new BenchError(
      'disk-full',
      `The disk that holds ${where} is full. Free some space, and try again.`,
      cause,
    ),

  fileExists: (path: string) =>
    new BenchError('file-unwritable', `${path} exists already. Choose a name that is not taken.`),
  prunePlanUnusable: (origin: string, detail: string, cause?: unknown) =>
    new BenchError(
      'prune-plan-unusable',
      `The prune plan ${origin} cannot be carried out: ${detail} Make a new one.`,
      cause,
    ),
  fileUnwritable: (path: string, cause?: unknown) =>
    new BenchError(
      'file-unwritable',
      `${path} cannot be written. Check the folder and its permissions.`,
      cause,
    ),

  invalidSetting: (name: string, detail: string) =>
    new BenchError('invalid-setting', `The setting "${name}" is not valid: ${detail}`),
  invalidMessage: (from: string, detail: string) =>
    new BenchError('invalid-message', `A message from ${from} was refused: ${detail}`),
  runtimeTooOld: (found: string) =>
    new BenchError(
      'runtime-too-old',
      `Node ${found} has no node:sqlite. Use Node 22.13 or newer, or "npm start", which brings one.`,
    ),
} as const;
