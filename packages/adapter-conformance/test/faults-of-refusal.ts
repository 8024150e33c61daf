import * as careless from './careless-adapters.js';
import type { Fault } from './fault.js';

/** What must be refused, and is refused too late or not at all. */
export const faultsOfRefusal: Readonly<Record<string, Fault>> = {
  'groups that a refused dataset leaves behind': {
    adapter: careless.createsGroupsFirst,
    fails: {
      codecs: ['names a filter that nobody has when it is to be written with, and creates nothing'],
      writing: ['leaves no groups on the way to a dataset that it refuses', 'refuses chunks of 4 GiB and more'],
    },
  },
  'an attribute that is gone when its new value is refused': {
    adapter: careless.removesAttributeFirst,
    fails: { attributes: ['keeps a given shape', 'keep the old value where a new one is refused'] },
  },
  'names that end at a zero character': {
    adapter: careless.cutsNamesAtZero,
    fails: { links: ['refuses a path that cannot be a name in a file'] },
  },
  'two openings for writing that do not see each other': {
    adapter: careless.opensTwice,
    fails: {
      opening: [
        'of two openings with mode r+ at once, one succeeds',
        'of two openings with mode w at once, one succeeds',
      ],
    },
  },
  'a watch that stays with the old file': {
    adapter: careless.watchesOldFile,
    fails: {
      live: [
        'watching goes on after another file was moved over the file',
        'watching goes on after the file was deleted and made again',
      ],
    },
  },
  'a dataset of another dtype that passes for the old one': {
    adapter: careless.overlooksDtype,
    fails: {
      live: ['sign', 'size', 'class', 'byte order']
        .map((part) => `a dataset that is replaced by one of another dtype is refused: another ${part}`)
        .concat('a dataset that is replaced by one of another dtype is refused: other names of members'),
    },
  },
};
