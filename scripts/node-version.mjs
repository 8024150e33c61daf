import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/**
 * Ends the process with one clear sentence when Node is too old.
 * Without it an old Node fails later, with a syntax error inside some dependency.
 */
export function requireSupportedNode() {
  const required = manifest.engines.node.replace('>=', '');
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [requiredMajor = 0, requiredMinor = 0] = required.split('.').map(Number);
  if (major > requiredMajor || (major === requiredMajor && minor >= requiredMinor)) return;
  console.error(`h5tail needs Node ${required} or newer; this is Node ${process.versions.node} (${process.execPath}).`);
  process.exit(1);
}
