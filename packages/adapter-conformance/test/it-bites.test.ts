import { describe, expect, it } from 'vitest';
import { conformanceCases } from '../src/index.js';
import { interceptingAdapter, memoryAdapter } from '../src/memory.js';
import * as broken from './broken-adapters.js';
import { failedCases } from './failed-cases.js';

interface Fault {
  readonly adapter: broken.BrokenAdapter;
  readonly fails: Readonly<Record<string, readonly string[]>>;
}

/** What an adapter can get wrong, and every case that must tell. */
const faults: Readonly<Record<string, Fault>> = {
  'a shape that stays what it was': {
    adapter: broken.staleShape,
    fails: {
      live: [
        'a growing dataset shows each frame after a refresh',
        'two datasets of one file show their values, refresh after refresh',
        'what is not flushed is not seen',
        'two handles on one dataset show the same values',
        'two openings of one file show the same values',
        'the slow reader of two does not hold back the other',
        'a dataset that shrinks is seen to shrink',
        'two hundred refreshes keep the values right',
        'the writer closes: its state is told, and everything can be read',
        'the writer is killed: what it flushed can be read, and the state stays',
        'the writer leaves SWMR mode for a while',
        'a file that is replaced by another one is the new one after a refresh',
        'an external link to a live file that is open too',
        'two live files are followed at the same time',
      ],
    },
  },
  'zeros after the second refresh': {
    adapter: broken.zerosAfterSecondRefresh,
    fails: {
      lifecycle: ['two hundred refreshes of a file that nobody writes change nothing'],
      live: [
        'a growing dataset shows each frame after a refresh',
        'two datasets of one file show their values, refresh after refresh',
        'a key that is seen has its frame, when the frame is read after it',
        'what is not flushed is not seen',
        'rewritten elements of a chunked dataset show their new values',
        'rewritten elements of a contiguous dataset show their new values',
        'a contiguous dataset that is first written in SWMR mode shows its values',
        'two handles on one dataset show the same values',
        'two openings of one file show the same values',
        'the slow reader of two does not hold back the other',
        'two hundred refreshes keep the values right',
        'the writer leaves SWMR mode for a while',
        'a file that is replaced by another one is the new one after a refresh',
        'a writer of this process is read in this process',
        'an external link to a live file that is open too',
        'two live files are followed at the same time',
      ],
    },
  },
  'every second refresh left out': {
    adapter: broken.forgottenRefresh,
    fails: {
      live: [
        'a growing dataset shows each frame after a refresh',
        'two datasets of one file show their values, refresh after refresh',
        'a key that is seen has its frame, when the frame is read after it',
        'what is not flushed is not seen',
        'rewritten elements of a chunked dataset show their new values',
        'rewritten elements of a contiguous dataset show their new values',
        'a contiguous dataset that is first written in SWMR mode shows its values',
        'two handles on one dataset show the same values',
        'two openings of one file show the same values',
        'the slow reader of two does not hold back the other',
        'a dataset that shrinks is seen to shrink',
        'messages that are appended are seen',
        'the writer leaves SWMR mode for a while',
        'a file that is replaced by another one is the new one after a refresh',
        'a writer of this process is read in this process',
        'an external link to a live file that is open too',
        'two live files are followed at the same time',
      ],
    },
  },
  'refreshes in the wrong order': {
    adapter: broken.refreshInWrongOrder,
    fails: {
      live: [
        'a growing dataset shows each frame after a refresh',
        'two datasets of one file show their values, refresh after refresh',
        'a key that is seen has its frame, when the frame is read after it',
        'rewritten elements of a chunked dataset show their new values',
        'rewritten elements of a contiguous dataset show their new values',
        'a contiguous dataset that is first written in SWMR mode shows its values',
        'two handles on one dataset show the same values',
        'two openings of one file show the same values',
        'the slow reader of two does not hold back the other',
        'a dataset that shrinks is seen to shrink',
        'two hundred refreshes keep the values right',
        'messages that are appended are seen',
        'the writer closes: its state is told, and everything can be read',
        'the writer is killed: what it flushed can be read, and the state stays',
        'a file that is replaced by another one is the new one after a refresh',
        'a writer of this process is read in this process',
        'an external link to a live file that is open too',
        'two live files are followed at the same time',
      ],
    },
  },
  'rows and columns swapped': {
    adapter: broken.transposed,
    fails: {
      goldens: [
        'dtypes.h5 /integers',
        'dtypes.h5 /floats',
        'dtypes.h5 /enums',
        'dtypes.h5 /opaque',
        'dtypes.h5 /references',
        'layouts.h5 /storage',
        'layouts.h5 /filters',
        'layouts.h5 /extents',
        'layouts.h5 /fill',
        'tree.h5 /entry',
        'virtual.h5',
        'virtual.h5 in SWMR mode',
        'virtual-source-0.h5',
        'virtual-source-1.h5',
        'legacy-superblock0.h5',
        'legacy-superblock0.h5 in SWMR mode',
        'legacy-superblock2.h5',
        'legacy-superblock2.h5 in SWMR mode',
      ],
      reading: [
        'takes one index, and drops its axis',
        'takes what 200 made-up selections of each dataset ask for',
        'fills the array that it is given',
      ],
      writing: [
        'compresses',
        'grows along any axis, and new elements are zero',
        'shrinks, and what was cut off does not come back',
        'refuses data of another class or length',
      ],
      live: [
        'a growing dataset shows each frame after a refresh',
        'two datasets of one file show their values, refresh after refresh',
        'a key that is seen has its frame, when the frame is read after it',
        'two handles on one dataset show the same values',
        'two openings of one file show the same values',
        'the slow reader of two does not hold back the other',
        'a dataset that shrinks is seen to shrink',
        'two hundred refreshes keep the values right',
        'the writer closes: its state is told, and everything can be read',
        'the writer is killed: what it flushed can be read, and the state stays',
        'the writer leaves SWMR mode for a while',
        'a file that is replaced by another one is the new one after a refresh',
        'an external link to a live file that is open too',
        'two live files are followed at the same time',
      ],
    },
  },
  'a reader that does not close': {
    adapter: broken.leakedReader,
    fails: {
      lifecycle: [
        'a read during which the file is closed ends, with its data or as closed',
        'one of two openings of a file stays open when the other is closed',
        'watching ends with its own end, and with the file',
        'every method of a closed reader says so',
      ],
    },
  },
  'a handle that is left open': {
    adapter: broken.leakedHandle,
    fails: {
      lifecycle: ['a closed file is free, whatever was opened in it', 'a closed file can be replaced'],
    },
  },
  'results in a shared buffer': {
    adapter: broken.sharedBuffer,
    fails: {
      reading: [
        'delivers bytes that belong to the caller',
        'carries out many reads that were started at the same time',
      ],
    },
  },
  'a capability claimed and not there': {
    adapter: broken.claimsTooMuch,
    fails: {
      writing: [
        'creates, writes and reads elements: boolean',
        'creates, writes and reads elements: compound with an array and a boolean',
      ],
      attributes: [
        'keeps a boolean as what it is',
        'keeps elements with a given dtype: boolean',
        'keeps elements with a given dtype: compound with an array and a boolean',
      ],
    },
  },
  'a capability there and not claimed': {
    adapter: broken.claimsTooLittle,
    fails: {
      writing: [
        'creates, writes and reads elements: boolean',
        'creates, writes and reads elements: compound with an array and a boolean',
      ],
      attributes: [
        'keeps a boolean as what it is',
        'keeps elements with a given dtype: boolean',
        'keeps elements with a given dtype: compound with an array and a boolean',
      ],
    },
  },
  'ranges that are clipped': {
    adapter: broken.clips,
    fails: {
      reading: ['refuses what leaves the dataset, and clips nothing'],
    },
  },
  'signals that are not looked at': {
    adapter: broken.deafToSignals,
    fails: {
      opening: ['a signal that was aborted before'],
      reading: ['ends with the reason of a signal that was aborted before'],
      writing: ['ends with the reason of a signal that was aborted before the write'],
    },
  },
  'an array to fill that is not filled': {
    adapter: broken.ignoresInto,
    fails: {
      reading: [
        'fills the array that it is given',
        'fills a part of a larger buffer and nothing beside it',
        'refuses an array of another class or length',
      ],
    },
  },
  'the code IO for what is out of range': {
    adapter: broken.wrongCode('OUT_OF_RANGE', 'IO'),
    fails: {
      reading: [
        'refuses what leaves the dataset, and clips nothing',
        'reads single values',
        'reads datasets without elements',
      ],
      writing: ['refuses selections outside the dataset'],
      'variable-length': ['reads slices and single messages'],
      live: ['a dataset that shrinks is seen to shrink'],
    },
  },
  'the code PERMISSION_DENIED for a locked file': {
    adapter: broken.wrongCode('FILE_LOCKED', 'PERMISSION_DENIED'),
    fails: {
      opening: [
        'there is one writer',
        'a file whose writer was killed before SWMR mode',
        'a file whose writer was killed in SWMR mode',
      ],
      live: [
        'a file cannot be read before SWMR mode, and can be after',
        'the writer is killed: what it flushed can be read, and the state stays',
      ],
    },
  },
};

describe('the suite finds nothing wrong with', () => {
  it('an adapter without a fault', async () => {
    expect(await failedCases((disk) => memoryAdapter({ disk }))).toEqual({});
  });

  it('an adapter without a fault behind the wrapping of the broken ones', async () => {
    expect(await failedCases((disk) => interceptingAdapter(memoryAdapter({ disk }), {}))).toEqual({});
  });

  it('an adapter that claims as little as it can do', async () => {
    const { capabilities } = memoryAdapter();
    const none = Object.fromEntries(Object.keys(capabilities).map((name) => [name, false]));
    // In memory, message files need the capability; and there is nothing to refuse in the two that are about reading.
    const few = { ...none, createVariableLength: true, readWideEnumMembers: true, readOpaqueTag: true };
    expect(await failedCases((disk) => memoryAdapter({ disk, capabilities: few }))).toEqual({});
  });
});

describe('the suite finds', () => {
  for (const [fault, { adapter, fails }] of Object.entries(faults)) {
    it(fault, async () => {
      expect(await failedCases(adapter)).toEqual(fails);
    });
  }
});

describe('the names of the cases', () => {
  it('are unique', () => {
    const names = conformanceCases.map(({ group, name }) => `${group}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
