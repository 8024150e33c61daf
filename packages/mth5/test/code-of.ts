import { isHdf5Error } from '@h5tail/adapter';

/** The code that something fails with; the name of another error; `done` where it succeeds. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return isHdf5Error(error) ? error.code : (error as Error).name;
  }
}
