/** Who runs an engine on this machine, as far as its address tells, and what that means for mending it. */
import type { EngineEndpoint } from '../model/endpoint.ts';

/** `elsewhere`: on another machine, or started in a way of its own. */
export type EngineHome = 'system' | 'rootless' | 'docker-desktop' | 'colima' | 'orbstack' | 'elsewhere';

export interface EngineCare {
  /** Command lines for a terminal of this machine; `undefined` where none can be named. */
  readonly start: string | undefined;
  readonly restart: string | undefined;
  /** Lets a person use the engine. */
  readonly permit: string | undefined;
  /** How its virtual machine gets a larger disk, as the end of "Free some space, or ..."; `undefined` without one. */
  readonly enlargeDisk: string | undefined;
}

const unknown: EngineCare = {
  start: undefined,
  restart: undefined,
  permit: undefined,
  enlargeDisk: undefined,
};

const cares: Readonly<Record<EngineHome, EngineCare>> = {
  system: {
    ...unknown,
    start: 'sudo systemctl start docker',
    restart: 'sudo systemctl restart docker',
    permit: 'sudo usermod -aG docker "$USER"',
  },
  rootless: {
    ...unknown,
    start: 'systemctl --user start docker',
    restart: 'systemctl --user restart docker',
  },
  'docker-desktop': {
    ...unknown,
    start: 'docker desktop start',
    restart: 'docker desktop restart',
    enlargeDisk: 'raise the disk limit in Docker Desktop (Settings, Resources)',
  },
  colima: {
    ...unknown,
    start: 'colima start',
    restart: 'colima restart',
    enlargeDisk: 'give Colima a larger disk ("colima stop", then "colima start --disk 120")',
  },
  orbstack: { ...unknown, start: 'orb start', restart: 'orb restart docker' },
  elsewhere: unknown,
};

/** What mends an engine of this home. */
export function careOf(home: EngineHome): EngineCare {
  return cares[home];
}

/**
 * Who runs the engine behind a socket; the paths are those of the products' own installers.
 * @param system the operating system of this machine, as Node names it
 */
export function engineHome(endpoint: EngineEndpoint, system: string): EngineHome {
  if (endpoint.kind !== 'socket') {
    return 'elsewhere';
  }
  const path = endpoint.path.replaceAll('\\', '/');
  if (path.includes('/.colima/')) {
    return 'colima';
  }
  if (path.includes('/.orbstack/')) {
    return 'orbstack';
  }
  if (/\/\.docker\/(?:run|desktop)\/docker[^/]*\.sock$/.test(path)) {
    return 'docker-desktop';
  }
  if (/^(?:\/\/\.\/pipe\/docker|\/(?:var\/)?run\/docker\.sock$)/.test(path)) {
    return system === 'linux' ? 'system' : 'docker-desktop';
  }
  return /^\/run\/user\/\d+\/docker\.sock$/.test(path) ? 'rootless' : 'elsewhere';
}
