import assert from 'node:assert/strict';
import type { CapabilityName } from '@h5tail/adapter';
import { capturedOutput } from '../assertions/captured-output.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';

/** Typed so that the compiler asks for a new capability here. */
const capabilityNames: Readonly<Record<CapabilityName, true>> = {
  createBoolean: true,
  createEnum: true,
  createArray: true,
  createOpaque: true,
  createBitfield: true,
  createVariableLength: true,
  createFloat16: true,
  createBigEndian: true,
  createNullDataspace: true,
  createStringPadding: true,
  createFillValue: true,
  createFilterPipeline: true,
  readFillValue: true,
  readWideEnumMembers: true,
  readOpaqueTag: true,
  deleteLink: true,
  readChunk: true,
  writeChunk: true,
};

/** What the adapter says of itself. */
export const adapterCases = defineCases('adapter', {
  'names itself and the version of the interface': async ({ adapter }) => {
    assert.equal(adapter.specVersion, 1);
    assert.match(adapter.name, /^[a-z][a-z0-9-]*$/);
  },

  'says yes or no to every capability': async ({ adapter }) => {
    const wanted = Object.keys(capabilityNames).toSorted();
    assert.deepEqual(Object.keys(adapter.capabilities).toSorted(), wanted);
    for (const name of wanted) assert.equal(typeof adapter.capabilities[name as CapabilityName], 'boolean', name);
  },

  'tells the version of the library': async ({ adapter, storage }) => {
    const { hdf5, implementation } = await adapter.version();
    assert.notEqual(implementation, '');
    if (storage.kind === 'files') assert.match(hdf5, /^\d+\.\d+\.\d+/);
  },

  'its files say which adapter they come from': async (context) => {
    const file = await context.create();
    const group = await file.root.createGroup('a');
    assert.equal(file.adapter, context.adapter);
    assert.equal(group.file, file);
  },

  'prints nothing, also when HDF5 complains': {
    needs: 'files',
    run: async (context) => {
      const corrupt = await context.fixture('corrupt-chunk.h5');
      const tree = await context.fixture('tree.h5');
      const printed = await capturedOutput(async () => {
        const file = await context.open(corrupt);
        await rejectsWithCode('CORRUPT_FILE', async () => (await file.dataset('/gzip')).read());
        await rejectsWithCode('OBJECT_NOT_FOUND', () => file.dataset('/nothing'));
        const links = await context.open(tree);
        await rejectsWithCode('BROKEN_LINK', () => links.dataset('/external/missing-file'));
        await rejectsWithCode('OBJECT_NOT_FOUND', () => links.root.attributes.get('nothing'));
        assert.equal(await links.root.has('/soft/cycle-a'), false);
      });
      assert.equal(printed, '');
    },
  },
});
