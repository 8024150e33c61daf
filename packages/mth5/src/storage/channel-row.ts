import type { AnyData, Columns, CompoundDtype } from '@h5tail/adapter';

/**
 * One row of `channel_summary`, with MTH5's own column names. Columns that a file has beside these are left alone.
 *
 * Source: MTH5 0.6.5, `mth5/__init__.py`.
 */
export interface ChannelRow {
  readonly survey: string;
  readonly station: string;
  readonly run: string;
  /** Degrees. */
  readonly latitude: number;
  /** Degrees. */
  readonly longitude: number;
  /** Metres. */
  readonly elevation: number;
  readonly component: string;
  /** Time of the first sample, ISO 8601. */
  readonly start: string;
  /** Time of the last sample, ISO 8601. */
  readonly end: string;
  readonly n_samples: number;
  /** Samples per second. */
  readonly sample_rate: number;
  /** `electric`, `magnetic` or `auxiliary`. */
  readonly measurement_type: string;
  /** Degrees. */
  readonly azimuth: number;
  /** Degrees. */
  readonly tilt: number;
  readonly units: string;
  /** Whether one of the samples is not zero. */
  readonly has_data: boolean;
  /** Object reference to the channel, 8 bytes. */
  readonly hdf5_reference: Uint8Array;
  readonly run_hdf5_reference: Uint8Array;
  readonly station_hdf5_reference: Uint8Array;
}

type Name = keyof ChannelRow;

export const referenceSize = 8;

/** The columns that every such table has, in MTH5's order. */
export const channelColumns: readonly Name[] = [
  'survey',
  'station',
  'run',
  'latitude',
  'longitude',
  'elevation',
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
  'hdf5_reference',
  'run_hdf5_reference',
  'station_hdf5_reference',
];

/** Rows out of what was read, which is theirs from now on; columns that are missing come as empty. */
export function rowsOf(columns: Columns, count: number): ChannelRow[] {
  const text = (name: Name): ((row: number) => string) => {
    const column = columns.get(name) as readonly string[] | undefined;
    return (row) => column?.[row] ?? '';
  };
  const number = (name: Name): ((row: number) => number) => {
    const column = columns.get(name) as ArrayLike<number | bigint> | undefined;
    return (row) => Number(column?.[row] ?? 0);
  };
  const reference = (name: Name): ((row: number) => Uint8Array) => {
    const column = columns.get(name) as Uint8Array | undefined;
    return (row) => column?.subarray(row * referenceSize, (row + 1) * referenceSize) ?? new Uint8Array(0);
  };
  const [survey, station, run, component] = [text('survey'), text('station'), text('run'), text('component')];
  const [start, end, type, units] = [text('start'), text('end'), text('measurement_type'), text('units')];
  const [latitude, longitude, elevation] = [number('latitude'), number('longitude'), number('elevation')];
  const [samples, rate, azimuth, tilt] = [
    number('n_samples'),
    number('sample_rate'),
    number('azimuth'),
    number('tilt'),
  ];
  const hasData = number('has_data');
  const own = reference('hdf5_reference');
  const [ofRun, ofStation] = [reference('run_hdf5_reference'), reference('station_hdf5_reference')];
  return Array.from({ length: count }, (_, row) => ({
    survey: survey(row),
    station: station(row),
    run: run(row),
    latitude: latitude(row),
    longitude: longitude(row),
    elevation: elevation(row),
    component: component(row),
    start: start(row),
    end: end(row),
    n_samples: samples(row),
    sample_rate: rate(row),
    measurement_type: type(row),
    azimuth: azimuth(row),
    tilt: tilt(row),
    units: units(row),
    has_data: hasData(row) !== 0,
    hdf5_reference: own(row),
    run_hdf5_reference: ofRun(row),
    station_hdf5_reference: ofStation(row),
  }));
}

/** The columns of rows as a table of this dtype stores them. A column that is none of MTH5's gets zeros. */
export function columnsOf(dtype: CompoundDtype, rows: readonly ChannelRow[]): Columns {
  const columns = new Map<string, AnyData>();
  for (const { name, dtype: member } of dtype.members) {
    const values = rows.map((row) => (row as unknown as Record<string, unknown>)[name]);
    switch (member.class) {
      case 'string':
        columns.set(name, values.map(String));
        break;
      case 'integer':
        columns.set(name, member.size === 8 ? BigInt64Array.from(values, asBigInt) : Int32Array.from(values, Number));
        break;
      case 'float':
        columns.set(
          name,
          member.size === 8 ? Float64Array.from(values, asNumber) : Float32Array.from(values, asNumber),
        );
        break;
      case 'reference':
        columns.set(name, joined(values as readonly (Uint8Array | undefined)[], member.size));
        break;
      default:
        columns.set(
          name,
          Uint8Array.from(values, (value) => (value === true ? 1 : 0)),
        );
    }
  }
  return columns;
}

function asBigInt(value: unknown): bigint {
  return BigInt(asNumber(value));
}

function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function joined(references: readonly (Uint8Array | undefined)[], size: number): Uint8Array {
  const bytes = new Uint8Array(references.length * size);
  references.forEach((reference, index) => {
    if (reference?.length === size) bytes.set(reference, index * size);
  });
  return bytes;
}

/** The place of the object that a reference leads to, from the file's base; 0, where no object is, for one that leads to nothing. */
export function referencedAddress(reference: Uint8Array): bigint {
  if (reference.length !== referenceSize) return 0n;
  return new DataView(reference.buffer, reference.byteOffset).getBigUint64(0, true);
}

/** What an attribute says, 0 where that is no number. */
export function numberOf(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}
