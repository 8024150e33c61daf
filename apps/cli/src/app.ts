import { buildApplication, buildRouteMap, ExitCode as ParserExitCode, help, run, version } from '@stricli/core';
import { chunksCommand } from './commands/chunks/command.js';
import { demoCommand } from './commands/demo/command.js';
import { doctorCommand } from './commands/doctor/command.js';
import { followCommand } from './commands/follow/command.js';
import { lsCommand } from './commands/ls/command.js';
import { mth5Route } from './commands/mth5/route.js';
import { recoverCommand } from './commands/recover/command.js';
import { rawRoute } from './commands/raw/route.js';
import { rowsCommand } from './commands/rows/command.js';
import { simulateCommand } from './commands/simulate/command.js';
import { statusCommand } from './commands/status/command.js';
import { watchCommand } from './commands/watch/command.js';
import { createContext, type CliContext, type CliEnvironment } from './context.js';
import { exitCodes } from './exit-codes.js';
import { UsageErrors, usageText, withEmptyValues } from './usage-errors.js';
import { ownVersion } from './version.js';

const root = buildRouteMap<string, CliContext>({
  routes: {
    follow: followCommand,
    rows: rowsCommand,
    chunks: chunksCommand,
    ls: lsCommand,
    watch: watchCommand,
    status: statusCommand,
    recover: recoverCommand,
    simulate: simulateCommand,
    demo: demoCommand,
    doctor: doctorCommand,
    raw: rawRoute,
    mth5: mth5Route,
  },
  docs: {
    brief: 'tail -f for HDF5',
    fullDescription: [
      'tail -f for HDF5: follows HDF5 files while another process writes them.',
      '',
      'Examples:',
      '  h5tail demo',
      '  h5tail follow scan.h5 --keys /entry/keys --data /entry/data/frames',
      '  h5tail rows grid.h5 --keys /entry/keys --data /entry/data/frames',
      '  h5tail chunks scan.h5 --data /entry/data/frames',
      '  h5tail ls scan.h5',
      '  h5tail watch scan.h5 /entry/data/frames',
      '  h5tail status scan.h5',
      '  h5tail recover scan.h5',
      '  h5tail simulate scan.h5 --frames 500',
      '  h5tail doctor',
      '  h5tail raw follow raw.h5',
      '  h5tail mth5 monitor site.h5',
      '',
      'Environment:',
      '  H5TAIL_BACKEND  HDF5 where there is no --backend: wasm, native, or auto, which',
      '                  takes native where it works, else wasm',
      '  H5TAIL_LIBHDF5  HDF5 library of the native backend: a path or a name',
      '  H5TAIL_DEBUG    1 adds to an error where it happened',
    ].join('\n'),
  },
});

const helpFormatting = {
  useAliasInUsageLine: false,
  onlyRequiredInUsageLine: true,
  caseStyle: 'convert-camel-to-kebab',
} as const;

/** So few edits away that a suggestion is what was meant. */
const nearMisses = { threshold: 2, weights: { insertion: 1, deletion: 1, substitution: 2, transposition: 1 } } as const;

/**
 * Runs the program.
 *
 * @param args The command line without Node and the program.
 * @returns The exit code.
 */
export async function runCli(args: readonly string[], environment: CliEnvironment): Promise<number> {
  const app = buildApplication<CliContext>(
    root,
    {
      name: 'h5tail',
      scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true, distanceOptions: nearMisses },
      localization: { text: usageText },
    },
    {
      help: help({ brief: usageText.briefs.help, defaultForRouteMap: true, formatting: helpFormatting }),
      version: version({ brief: usageText.briefs.version, info: { currentVersion: ownVersion() } }),
    },
  );
  const context = createContext(environment);
  const errors = new UsageErrors();
  let command = 'h5tail';
  const process: CliContext['process'] = { ...context.process, stderr: errors };
  await run(app, withEmptyValues(args), {
    process,
    forCommand({ prefix }) {
      command = prefix.join(' ');
      return { ...context, process };
    },
  });
  const exitCode = exitCodeOf(Number(process.exitCode));
  if (!errors.isEmpty) context.say(exitCode === exitCodes.usage ? errors.line(command) : errors.text);
  return exitCode;
}

/** The parser's own codes are negative, to keep them apart from those of commands. */
function exitCodeOf(code: number): number {
  const wrongUsage: readonly number[] = [ParserExitCode.InvalidArgument, ParserExitCode.UnknownCommand];
  if (wrongUsage.includes(code)) return exitCodes.usage;
  return code < 0 ? exitCodes.failed : code;
}
