import {
  ArgumentScannerError,
  formatMessageForArgumentScannerError,
  text_en as englishText,
  type ApplicationText,
} from '@stricli/core';
import { failureLine } from './failure-line.js';

/** Messages about the command line, without the program's name and without a hint: {@link UsageErrors} adds both. */
export const usageText: ApplicationText = {
  ...englishText,
  briefs: { ...englishText.briefs, argumentEscapeSequence: 'All that follows are arguments' },
  formatException: (error) => failureLine(error, false),
  exceptionWhileParsingArguments: (error) =>
    error instanceof ArgumentScannerError ? scannerMessage(error) : failureLine(error, false),
};

function scannerMessage(error: ArgumentScannerError): string {
  return formatMessageForArgumentScannerError(error, {
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, input, exception }) => {
      const place = name === name.toUpperCase() ? name : `--${name}`;
      return `${place} ${JSON.stringify(input)}: ${failureLine(exception, false)}`;
    },
    EnumValidationError: ({ externalFlagName: name, input, message }) =>
      `--${name} ${JSON.stringify(input)}: ${message}`,
  });
}

/** A fault of the user's that the parser does not see, for example in an environment variable. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Takes what the parser has to say, one message after the other, and makes one line of it. */
export class UsageErrors {
  readonly #messages: string[] = [];

  /** For the parser and for commands, which write their messages to a stream. */
  readonly write = (text: string): void => {
    this.#messages.push(text.trim());
  };

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  get text(): string {
    return this.#messages.join('; ');
  }

  /** @param command As typed so far, for example `h5tail follow`. */
  line(command: string): string {
    return `${this.text}${/[.?]$/.test(this.text) ? '' : '.'} See ${command} --help`;
  }
}

/**
 * `--keys=` as `--keys ''`, because the parser takes the former for an argument of its own.
 *
 * @param args The command line.
 */
export function withEmptyValues(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.flatMap((arg, place) => {
    const flag = end < 0 || place < end ? /^(--[a-z][a-z-]+)=$/i.exec(arg)?.[1] : undefined;
    return flag === undefined ? [arg] : [flag, ''];
  });
}
