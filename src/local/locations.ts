import { join } from 'node:path';
import envPaths from 'env-paths';

/** Where the product keeps its own files, by the operating system's conventions. */
export interface ProductLocations {
  /** Plans, bisections and the like; kept until the person removes it. */
  readonly dataDirectory: string;
  /** Kept until the person removes it. */
  readonly historyPath: string;
  /** May be emptied at any time. */
  readonly cacheDirectory: string;
}

export function productLocations(): ProductLocations {
  const paths = envPaths('php-source-bench', { suffix: '' });
  return {
    dataDirectory: paths.data,
    historyPath: join(paths.data, 'history.sqlite'),
    cacheDirectory: paths.cache,
  };
}
