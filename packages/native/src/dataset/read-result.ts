export { prepareResult, type ReadResult } from '@h5tail/local-file';
