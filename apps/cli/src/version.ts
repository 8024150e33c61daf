import { readFileSync } from 'node:fs';

/** Version of this package. Sources and bundle both lie one folder below its manifest. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
