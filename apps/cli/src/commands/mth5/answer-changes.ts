import { serveSession, type ChangeAnswer, type Mth5File } from '@h5tail/mth5';
import type { CliContext } from '../../context.js';
import { failureLine } from '../../failure-line.js';

/** Lets `h5tail mth5 add` change the file of a session. Samples are recorded also where nobody can ask for changes. */
export async function answerChanges(context: CliContext, file: Mth5File): Promise<void> {
  const tell = (answer: ChangeAnswer): void => {
    if (answer.kind !== 'added') return;
    const added = [answer, ...answer.channels].filter(({ existed }) => !existed).map(({ path }) => path);
    if (added.length > 0) context.say(`added for another program: ${added.join(', ')}`);
  };
  try {
    await serveSession(file, { onChange: (_, answer) => tell(answer) });
  } catch (error) {
    context.say(`h5tail mth5 add will not reach this session: ${failureLine(error, false, context.invocation)}`);
  }
}
