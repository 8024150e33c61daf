/**
 * The flags that all commands have which follow a live file.
 *
 * @module
 */
import { parseCount, parsePath, parseSeconds } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';
import { parseRegion, parseSkipHoles, type RegionFlag } from '../../selection-parsers.js';

/** What all of them have. */
export interface LiveFlags {
  readonly finished?: string;
  /** In milliseconds. */
  readonly timeout: number;
  readonly from: number;
  readonly backend?: BackendName;
  readonly ignoreClose: boolean;
  readonly wait: boolean;
}

/** What those have that read data. */
export interface ReadingFlags extends LiveFlags {
  readonly region?: readonly RegionFlag[];
}

const path = { kind: 'parsed', parse: parsePath, placeholder: 'PATH' } as const;

/** `--finished`. */
export const finishedFlag = { ...path, optional: true, brief: 'Flag: not 0 when the scan is over' } as const;

/** `--data`, to be given once or more. */
export const dataFlag = { ...path, variadic: true } as const;

/** `--data` of commands that can do without. */
export const optionalDataFlag = { ...path, variadic: true, optional: true } as const;

/** `--keys`, to be given once or more. */
export const keysFlag = { ...path, variadic: true, brief: 'Keys: not 0 where a frame is ready' } as const;

/** `--timeout`. */
export const timeoutFlag = { kind: 'parsed', parse: parseSeconds, default: '10', placeholder: 'SECONDS' } as const;

/** `--from`. */
export const fromFlag = { kind: 'parsed', parse: parseCount, default: '0', placeholder: 'N' } as const;

/** `--scan-rank`. */
export const scanRankFlag = {
  kind: 'parsed',
  parse: parseCount,
  optional: true,
  placeholder: 'N',
  brief: 'Number of scan axes',
} as const;

/** `--region`. */
export const regionFlag = {
  kind: 'parsed',
  parse: parseRegion,
  variadic: true,
  optional: true,
  placeholder: 'SPEC',
  brief: 'Part of each frame to read',
} as const;

/** `--skip-holes`. */
export const skipHolesFlag = {
  kind: 'parsed',
  parse: parseSkipHoles,
  optional: true,
  placeholder: 'SECONDS|end',
  brief: 'Pass over frames without a key',
} as const;

/** `--fill-frames`. */
export const fillFramesFlag = {
  kind: 'boolean',
  brief: 'Take fill values for data',
  withNegated: false,
  default: false,
} as const;

/** `--values`. */
export const valuesFlag = {
  kind: 'boolean',
  brief: 'Print the values too',
  withNegated: false,
  default: false,
} as const;

/** `--ignore-close`. */
export const ignoreCloseFlag = {
  kind: 'boolean',
  brief: 'Wait on when the writer has closed',
  withNegated: false,
  default: false,
} as const;

/** `--wait`. */
export const waitFlag = {
  kind: 'boolean',
  brief: 'Wait for the file to appear',
  withNegated: false,
  default: false,
} as const;
