import { buildRouteMap } from '@stricli/core';
import type { CliContext } from '../../context.js';
import { appendCommand } from './append/command.js';
import { initCommand } from './init/command.js';
import { simulateCommand } from './simulate/command.js';
import { summaryCommand } from './summary/command.js';

/** `h5tail mth5`: commands on MTH5 files. */
export const mth5Route = buildRouteMap<string, CliContext>({
  routes: {
    init: initCommand,
    append: appendCommand,
    summary: summaryCommand,
    // monitor, cat
    // recover
    simulate: simulateCommand,
  },
  docs: {
    brief: 'Magnetotelluric time series in MTH5 files',
    fullDescription: [
      'Records and watches magnetotelluric time series live, in MTH5 files.',
      '',
      'Examples:',
      '  h5tail mth5 init site.h5 --station mt01 --run a --channels ex,ey,hx,hy,hz \\',
      '      --sample-rate 100',
      '  h5tail mth5 summary site.h5',
      '  h5tail mth5 simulate site.h5 --sample-rate 100',
    ].join('\n'),
  },
});
