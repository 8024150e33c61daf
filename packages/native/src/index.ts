/**
 * The native backend of h5tail: the HDF5 library that is installed on the system, with its filter plug-ins.
 *
 * @module
 */
export { nativeAdapter, type NativeAdapterOptions } from './adapter.js';
export type { LibraryVersion, NativeSettings } from './native-settings.js';
