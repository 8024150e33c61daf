import type { FilterType } from '../model/layout.js';
import type {
  CoefficientMetadataInput,
  FapMetadataInput,
  FirMetadataInput,
  TimeDelayMetadataInput,
  ZpkMetadataInput,
} from '../model/metadata/filter-schemas.js';

/** A complex number: its real and its imaginary part. */
export type Complex = readonly [number, number];

/** A filter by its poles and zeros, in radians per second. */
export type ZpkFilter = ZpkMetadataInput & {
  readonly type: 'zpk';
  readonly poles: readonly Complex[];
  readonly zeros: readonly Complex[];
};

/** A filter that is a factor, its `gain`. */
export type CoefficientFilter = CoefficientMetadataInput & { readonly type: 'coefficient' };

/** A filter that is a delay, in seconds. */
export type TimeDelayFilter = TimeDelayMetadataInput & { readonly type: 'time delay' };

/** A filter by a table over frequency. */
export type FapFilter = FapMetadataInput & {
  readonly type: 'fap';
  /** Hertz. */
  readonly frequencies: readonly number[];
  readonly amplitudes: readonly number[];
  /** Degrees. */
  readonly phases: readonly number[];
};

/** A filter by its impulse response. */
export type FirFilter = FirMetadataInput & {
  readonly type: 'fir';
  /** Stored as float32. */
  readonly coefficients: readonly number[];
};

/** A filter that was applied to samples on their way, or is to be removed from them. `type` tells which kind. */
export type Filter = ZpkFilter | CoefficientFilter | TimeDelayFilter | FapFilter | FirFilter;

/** Which filter of a survey. */
export interface FilterName {
  readonly type: Filter['type'];
  /** In lower case. */
  readonly name: string;
}

/** Name of the group that the filters of a type are in. */
export function filterGroup(type: Filter['type']): FilterType {
  return type === 'time delay' ? 'time_delay' : type;
}

/** Type of the filters of a group. */
export function filterTypeOf(group: FilterType): Filter['type'] {
  return group === 'time_delay' ? 'time delay' : group;
}
