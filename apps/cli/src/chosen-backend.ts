import { oneOf } from './argument-parsers.js';
import { backendNames, type BackendName } from './backend.js';
import { UsageError } from './usage-errors.js';

/** The environment variable for commands that are given no `--backend`. */
export const backendVariable = 'H5TAIL_BACKEND';

/** A choice and who made it. */
export interface ChosenBackend {
  readonly name: BackendName;
  readonly by: 'flag' | 'variable' | 'default';
}

/**
 * Which backend the user wants: the flag wins over the environment variable. An empty variable says nothing.
 *
 * @param flag `--backend`, where it was given.
 * @throws UsageError for a variable that names no backend.
 */
export function chosenBackend(
  flag: BackendName | undefined,
  variables: Readonly<Partial<Record<string, string>>>,
): ChosenBackend {
  if (flag !== undefined) return { name: flag, by: 'flag' };
  const text = variables[backendVariable];
  if (!text) return { name: 'auto', by: 'default' };
  try {
    return { name: oneOf(backendNames, text), by: 'variable' };
  } catch (error) {
    throw new UsageError(`${backendVariable} ${JSON.stringify(text)}: ${(error as Error).message}`);
  }
}
