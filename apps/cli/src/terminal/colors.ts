import picocolors from 'picocolors';
import type { CliContext } from '../context.js';

/** Functions that colour text, or leave it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours for what is written to stdout: none where it is no terminal, or where `NO_COLOR` asks for none. */
export function colorsFor({ stdout, variables }: Pick<CliContext, 'stdout' | 'variables'>): Colors {
  return picocolors.createColors(colorDepthOf(stdout, variables) > 1);
}

/** Bits of colour that a stream can show: 1 for none, 4, 8 or 24. */
export function colorDepthOf(stream: CliContext['stdout'], variables: CliContext['variables']): number {
  if (stream.isTTY !== true || stream.getColorDepth === undefined) return 1;
  return (variables['NO_COLOR'] ?? '') === '' ? stream.getColorDepth({ ...variables }) : 1;
}
