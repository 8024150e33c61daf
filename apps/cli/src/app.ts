import {
  ArgumentScannerError,
  buildApplication,
  buildRouteMap,
  ExitCode as ParserExitCode,
  formatMessageForArgumentScannerError,
  help,
  run,
  text_en as englishText,
  version,
  type ApplicationText,
} from '@stricli/core';
import { demoCommand } from './commands/demo/command.js';
import { doctorCommand } from './commands/doctor/command.js';
import { followCommand } from './commands/follow/command.js';
import { lsCommand } from './commands/ls/command.js';
import { simulateCommand } from './commands/simulate/command.js';
import { watchCommand } from './commands/watch/command.js';
import { createContext, type CliContext, type CliEnvironment } from './context.js';
import { exitCodes } from './exit-codes.js';
import { failureLine } from './failure-line.js';
import { ownVersion } from './version.js';

const root = buildRouteMap<string, CliContext>({
  routes: {
    follow: followCommand,
    ls: lsCommand,
    watch: watchCommand,
    simulate: simulateCommand,
    demo: demoCommand,
    doctor: doctorCommand,
  },
  docs: {
    brief: 'tail -f for HDF5',
    fullDescription: [
      'tail -f for HDF5: follows HDF5 files while another process writes them.',
      '',
      'Examples:',
      '  h5tail demo',
      '  h5tail follow scan.h5 --keys /entry/keys --data /entry/data/frames',
      '  h5tail ls scan.h5',
      '  h5tail watch scan.h5 /entry/data/frames',
      '  h5tail simulate scan.h5 --frames 500',
      '  h5tail doctor',
    ].join('\n'),
  },
});

/** Messages about the command line, one line each, with the program's name in front like every other message. */
const text: ApplicationText = {
  ...englishText,
  formatException: (error) => failureLine(error, false),
  noCommandRegisteredForInput: (args) => hinted(englishText.noCommandRegisteredForInput(args)),
  exceptionWhileParsingArguments(error) {
    const message = error instanceof ArgumentScannerError ? scannerMessage(error) : failureLine(error, false);
    return hinted(message);
  },
};

function scannerMessage(error: ArgumentScannerError): string {
  return formatMessageForArgumentScannerError(error, {
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, input, exception }) => {
      const place = name === name.toUpperCase() ? name : `--${name}`;
      return `${place} ${JSON.stringify(input)}: ${failureLine(exception, false)}`;
    },
  });
}

const helpFormatting = {
  useAliasInUsageLine: false,
  onlyRequiredInUsageLine: false,
  caseStyle: 'convert-camel-to-kebab',
} as const;

function hinted(message: string): string {
  return `h5tail: ${message}${/[.?]$/.test(message) ? '' : '.'} See h5tail --help`;
}

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
      scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
      localization: { text },
    },
    {
      help: help({ brief: text.briefs.help, defaultForRouteMap: true, formatting: helpFormatting }),
      version: version({ brief: text.briefs.version, info: { currentVersion: ownVersion() } }),
    },
  );
  const context = createContext(environment);
  await run(app, args, context);
  return exitCodeOf(Number(context.process.exitCode));
}

/** The parser's own codes are negative, to keep them apart from those of commands. */
function exitCodeOf(code: number): number {
  const wrongUsage: readonly number[] = [ParserExitCode.InvalidArgument, ParserExitCode.UnknownCommand];
  if (wrongUsage.includes(code)) return exitCodes.usage;
  return code < 0 ? exitCodes.failed : code;
}
