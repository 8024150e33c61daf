import type { ChannelSummary, RunSummary } from '@h5tail/mth5';
import { printable } from '../../../terminal/printable.js';

/** A table as text: names of the columns, and the cells. */
export interface TextTable {
  readonly columns: readonly string[];
  /** Columns whose cells are numbers, which are set flush right. */
  readonly numeric: ReadonlySet<string>;
  readonly rows: readonly (readonly string[])[];
}

/** The columns of channels that people look at; places and references are in the JSON. */
export function channelTable(rows: readonly ChannelSummary[]): TextTable {
  return {
    columns: [
      'survey',
      'station',
      'run',
      'component',
      'start',
      'end',
      'n_samples',
      'sample_rate',
      'measurement_type',
      'azimuth',
      'tilt',
      'units',
      'has_data',
    ],
    numeric: new Set(['n_samples', 'sample_rate', 'azimuth', 'tilt']),
    rows: rows.map((row) => [
      row.survey,
      row.station,
      row.run,
      row.component,
      row.start,
      row.end,
      String(row.n_samples),
      String(row.sample_rate),
      row.measurement_type,
      String(row.azimuth),
      String(row.tilt),
      row.units,
      yesOrNo(row.has_data),
    ]),
  };
}

/** The columns of runs that people look at. */
export function runTable(rows: readonly RunSummary[]): TextTable {
  return {
    columns: [
      'survey',
      'station',
      'run',
      'start',
      'end',
      'duration',
      'n_samples',
      'sample_rate',
      'input_channels',
      'output_channels',
      'has_data',
    ],
    numeric: new Set(['duration', 'n_samples', 'sample_rate']),
    rows: rows.map((row) => [
      row.survey,
      row.station,
      row.run,
      row.start,
      row.end,
      String(row.duration),
      String(row.n_samples),
      String(row.sample_rate),
      row.input_channels.join(','),
      row.output_channels.join(','),
      yesOrNo(row.has_data),
    ]),
  };
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** Lines with the cells below one another, whole; none for a table without rows. An empty cell is a dash, so that columns can be cut. */
export function textLines({ columns, numeric, rows }: TextTable): string[] {
  if (rows.length === 0) return [];
  const cells = [columns, ...rows].map((row) => row.map((cell) => (cell === '' ? '-' : printable(cell))));
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numeric.has(columns[column] ?? '') ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
