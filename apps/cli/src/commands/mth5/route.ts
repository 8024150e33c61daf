import { buildRouteMap } from '@stricli/core';
import type { CliContext } from '../../context.js';
import { addRoute } from './add/route.js';
import { appendCommand } from './append/command.js';
import { catCommand } from './cat/command.js';
import { initCommand } from './init/command.js';
import { monitorCommand } from './monitor/command.js';
import { recoverCommand } from './recover/command.js';
import { simulateCommand } from './simulate/command.js';
import { summaryCommand } from './summary/command.js';

/** `h5tail mth5`: commands on MTH5 files. */
export const mth5Route = buildRouteMap<string, CliContext>({
  routes: {
    init: initCommand,
    add: addRoute,
    append: appendCommand,
    summary: summaryCommand,
    monitor: monitorCommand,
    cat: catCommand,
    recover: recoverCommand,
    simulate: simulateCommand,
  },
  docs: {
    brief: 'Magnetotelluric time series in MTH5 files',
    fullDescription: [
      'Records and watches magnetotelluric time series live, in MTH5 files.',
      '',
      'Examples:',
      '  h5tail mth5 init site.h5 --station mt01 --run a --sample-rate 100',
      '  h5tail mth5 append site.h5 --station mt01 --run a --ack < blocks.ndjson',
      '  h5tail mth5 add station site.h5 --station mt02',
      '  h5tail mth5 summary site.h5',
      '  h5tail mth5 monitor site.h5',
      '  h5tail mth5 cat site.h5 default_survey/mt01/a/ex --follow',
      '  h5tail mth5 recover site.h5',
      '  h5tail mth5 simulate site.h5 --sample-rate 100',
    ].join('\n'),
  },
});
