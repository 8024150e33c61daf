import type { AnyData } from '@h5tail/adapter';

/** Elements that one typed array holds, which can be cut into frames and filled in parts. */
export type TypedElements = Extract<AnyData, ArrayBufferView>;
