export type { LoadServices, ServiceSettings, Services } from '../core/services.ts';
