/** The file that a thread of a `DecodePool` starts from; it stands beside this module, in the sources as in the build. */
export const decodeWorkerAddress = new URL('./decode-worker.js', import.meta.url);
