import type { CliContext } from '../../../context.js';
import { exactJson } from '../../../frame/exact-json.js';
import { colorsFor, type Colors } from '../../../terminal/colors.js';
import { LiveBlock } from '../../../terminal/live-block.js';
import { printable } from '../../../terminal/printable.js';
import type { ChannelState, ChannelStatus, Look } from './channel-watch.js';

/** Shows what a monitor sees. */
export interface MonitorView {
  show(look: Look): Promise<void>;
  /** Leaves the last state where it is. */
  end(): void;
}

/** A table on a terminal, else a line of JSON for each channel that changes. */
export function monitorView(context: CliContext, isOnce: boolean): MonitorView {
  return context.stdout.isTTY === true ? terminalView(context, isOnce) : lineView(context);
}

function lineView({ output }: CliContext): MonitorView {
  return {
    async show({ changed }) {
      for (const { channel, samples, rate, end, level, state } of changed) {
        await output.write(exactJson({ channel, samples, rate, end, level, state }));
      }
      await output.flush();
    },
    end: () => undefined,
  };
}

function terminalView(context: CliContext, isOnce: boolean): MonitorView {
  const { stdout, output } = context;
  const colors = colorsFor(context);
  const block = new LiveBlock(stdout);
  return {
    async show({ channels }) {
      await output.flush();
      if (isOnce) {
        for (const line of tableLines(channels)) await output.write(painted(line, colors));
        return;
      }
      // One line is left for the shell's prompt.
      const room = Math.max(2, sizeOr(24, stdout.rows) - 1);
      const width = sizeOr(80, stdout.columns) - 1;
      const lines = tableLines(channels, width);
      const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), moreLine(lines.length - room + 1)];
      block.draw(shown.map((line) => painted({ ...line, text: cut(line.text, width) }, colors)));
    },
    end: () => block.end(),
  };
}

interface TableLine {
  readonly text: string;
  /** None for the heading. */
  readonly state?: ChannelState;
}

/**
 * The table with its heading.
 *
 * @param width Columns of the terminal: where whole times do not fit, they are without the day.
 */
export function tableLines(channels: readonly ChannelStatus[], width = Infinity): TableLine[] {
  const whole = linesOf(channels, (end) => end.slice(0, 23).replace('T', ' '));
  const fits = whole.every(({ text }) => text.length <= width);
  return fits ? whole : linesOf(channels, (end) => end.slice(11, 23));
}

function linesOf(channels: readonly ChannelStatus[], timeOf: (end: string) => string): TableLine[] {
  const cells = channels.map(({ channel, samples, rate, end, level, state }) => [
    printable(channel),
    String(samples),
    rate === null ? '-' : rate.toFixed(1),
    // MTH5 writes times in UTC, with a fraction where it is not zero.
    end === null ? '-' : timeOf(end.replace(/(:\d\d)(?=[+Z])/, '$1.000')),
    level === null ? '-' : String(Number(level.toPrecision(5))),
    state,
  ]);
  const heading = ['channel', 'samples', 'rate /s', 'last time UTC', 'level', 'state'];
  const widths = heading.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const textOf = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        isNumeric(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    { text: textOf(heading) },
    ...channels.map(({ state }, index) => ({ text: textOf(cells[index] ?? []), state })),
  ];
}

function isNumeric(column: number): boolean {
  return column === 1 || column === 2 || column === 4;
}

function moreLine(count: number): TableLine {
  return { text: `… and ${count} more; a higher terminal shows them` };
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function painted({ text, state }: TableLine, colors: Colors): string {
  switch (state) {
    case undefined:
      return colors.bold(text);
    case 'live':
      return colors.green(text);
    case 'stalled':
      return colors.yellow(text);
    case 'writer-gone':
      return colors.red(text);
    default:
      return text;
  }
}

/** A terminal that does not know its size says 0. */
function sizeOr(usual: number, size: number | undefined): number {
  return size === undefined || size < 2 ? usual : size;
}
