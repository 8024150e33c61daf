import { execFileSync } from 'node:child_process';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { openMth5, type Filter } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const python = pythonForInterop();

const filters: readonly Filter[] = [
  {
    type: 'zpk',
    name: 'Butter worth',
    units_in: 'mV',
    units_out: 'nT',
    poles: [
      [-6.28, 10.9],
      [-6.28, -10.9],
    ],
    zeros: [],
    normalization_factor: 1984.31,
  },
  { type: 'coefficient', name: 'V/counts', gain: 2.44e-7 },
  { type: 'time delay', name: 'delay', delay: -0.192 },
  { type: 'fap', name: 'coil', frequencies: [0.1, 1, 10], amplitudes: [1, 2, 3], phases: [90, 45, 0] },
  { type: 'fir', name: 'halfband', coefficients: [0.25, 0.5, 0.25], decimation_factor: 2 },
];

describe.each(testBackends)('the filters of a survey, with $name', ({ name, createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  it.each(['0.2.0', '0.1.0'] as const)('come back as they were given, version %s', async (version) => {
    const { file } = await fiveChannels(pathOf(`${version}.h5`), adapter, { version });
    const survey = await file.survey('demo');
    for (const filter of filters) await survey.addFilter(filter);
    await file.close();
    await using reader = await openMth5(file.path, { adapter, mode: 'r' });
    const read = await reader.survey('demo');
    expect(await read.filters()).toEqual([
      { type: 'zpk', name: 'butter worth' },
      { type: 'coefficient', name: 'v per counts' },
      { type: 'time delay', name: 'delay' },
      { type: 'fap', name: 'coil' },
      { type: 'fir', name: 'halfband' },
    ]);
    expect(await read.filter({ type: 'zpk', name: 'Butter worth' })).toMatchObject({
      ...filters[0],
      name: 'butter worth',
      units_in: 'milliVolt',
      units_out: 'nanoTesla',
    });
    for (const filter of filters.slice(2)) {
      expect(await read.filter({ type: filter.type, name: String(filter.name) })).toMatchObject(filter);
    }
    expect(await codeOf(read.filter({ type: 'fir', name: 'coil' }))).toBe('OBJECT_NOT_FOUND');
  });

  it.skipIf(python === undefined)('are what h5py expects of complex numbers and tables', async () => {
    const { file } = await fiveChannels(pathOf(`h5py ${name}.h5`), adapter);
    for (const filter of filters) await (await file.survey('demo')).addFilter(filter);
    await file.close();
    const program = [
      'import h5py, json, sys',
      'filters = h5py.File(sys.argv[1])["Experiment/Surveys/demo/Filters"]',
      'poles = filters["zpk/butter worth/poles"]; table = filters["fap/coil/fap_table"]',
      'print(json.dumps([str(poles.dtype), [str(p) for p in poles[:]], filters["zpk/butter worth/zeros"].shape,',
      '  table.dtype.names, table["phase"].tolist(), str(filters["fir/halfband/coefficients"].dtype)]))',
    ].join('\n');
    const answer: unknown = JSON.parse(
      execFileSync(python as string, ['-c', program, file.path], { encoding: 'utf8' }),
    );
    expect(answer).toEqual([
      'complex128',
      ['(-6.28+10.9j)', '(-6.28-10.9j)'],
      [0],
      ['frequency', 'amplitude', 'phase'],
      [90, 45, 0],
      'float32',
    ]);
  });

  it('are refused where they make no sense', async () => {
    const { file } = await fiveChannels(pathOf('refused.h5'), adapter);
    const survey = await file.survey('demo');
    expect(
      await codeOf(survey.addFilter({ type: 'fap', name: 'x', frequencies: [1], amplitudes: [], phases: [1] })),
    ).toBe('INVALID_DATA');
    expect(await codeOf(survey.addFilter({ type: 'coefficient', name: '' }))).toBe('INVALID_DATA');
    await file.close();
  });
});
