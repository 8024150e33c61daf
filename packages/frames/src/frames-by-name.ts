import type { Dataset } from '@h5tail/adapter';
import type { Frame } from './frame.js';

/** Datasets to read at each point, by the names that their frames get. */
export type DatasetsByName = Readonly<Record<string, Dataset>>;

/** A frame of each dataset's own dtype; any name may be missing where the names are not known at compile time. */
type FramesOf<Datasets extends DatasetsByName> = {
  readonly [Name in keyof Datasets]: string extends Name ? Frame | undefined : Frame<Datasets[Name]['dtype']>;
};

/** The frames of one point, one per dataset, in the order of the datasets given. */
export interface FramesByName<Datasets extends DatasetsByName = DatasetsByName> extends ReadonlyMap<string, Frame> {
  get<Name extends keyof Datasets & string>(name: Name): FramesOf<Datasets>[Name];
}
