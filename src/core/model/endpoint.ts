/** How to reach an engine, resolved from a setting, a Docker context, DOCKER_HOST or a default socket. */
export type EngineEndpoint =
  | { readonly kind: 'socket'; readonly path: string; readonly origin: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly origin: string;
      /** PEM texts; absent for plain TCP. */
      readonly tls?: {
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
        readonly verify: boolean;
      };
    }
  | { readonly kind: 'ssh'; readonly destination: string; readonly port?: number; readonly origin: string };

/** The endpoint for people: address and where it was found, without secrets. */
export function describeEndpoint(endpoint: EngineEndpoint): string {
  switch (endpoint.kind) {
    case 'socket':
      return `unix://${endpoint.path} (${endpoint.origin})`;
    case 'tcp':
      return `tcp://${endpoint.host}:${endpoint.port} (${endpoint.origin})`;
    case 'ssh':
      return `ssh://${endpoint.destination} (${endpoint.origin})`;
  }
}

/** A named engine of Docker's own configuration. */
export interface DockerContext {
  readonly name: string;
  /** Its address for people, without secrets. */
  readonly address: string;
}

/** How a setting names a Docker context, for instance `context://build-host`. */
export const contextScheme = 'context://';
