import {
  Hdf5Error,
  numberArrayClass,
  type AnyData,
  type CompoundDtype,
  type Dataset,
  type Dtype,
} from '@h5tail/adapter';
import type { HeaderFields } from './header-dataset.js';
import { layout } from './layout.js';

/**
 * Header fields to be written for boards. Fields that other programs added are 0.
 *
 * @throws Hdf5Error `UNSUPPORTED_DTYPE` where such a field is no number; `INVALID_DATA` for a board that the field of this
 * file cannot hold.
 */
export function headerFields(dataset: Dataset<CompoundDtype>, ioGroups: Uint8Array): HeaderFields {
  return new Map(
    dataset.dtype.members.map(({ name, dtype }): [string, AnyData] => {
      const field = numbersFor(dtype, ioGroups.length, name, dataset);
      if (name === layout.ioGroups) fill(field, ioGroups, dataset);
      return [name, field];
    }),
  );
}

type Numbers = InstanceType<NonNullable<ReturnType<typeof numberArrayClass>>>;

function numbersFor(dtype: Dtype, length: number, name: string, { file, path }: Dataset): Numbers {
  const ArrayClass = numberArrayClass(dtype);
  if (ArrayClass !== undefined && dtype.class !== 'array') return new ArrayClass(length);
  throw new Hdf5Error('UNSUPPORTED_DTYPE', `header field '${name}' is no number, so nothing can be put there`, {
    file: file.path,
    object: path,
    remedy: 'Append with the program that added it',
  });
}

function fill(field: Numbers, ioGroups: Uint8Array, { file, path }: Dataset): void {
  const isLong = field instanceof BigInt64Array || field instanceof BigUint64Array;
  ioGroups.forEach((ioGroup, i) => {
    field[i] = isLong ? BigInt(ioGroup) : ioGroup;
    if (Number(field[i]) === ioGroup) return;
    throw new Hdf5Error('INVALID_DATA', `the headers of this file cannot hold io_group ${ioGroup}`, {
      file: file.path,
      object: path,
      remedy: 'Begin a new file',
      index: i,
    });
  });
}
