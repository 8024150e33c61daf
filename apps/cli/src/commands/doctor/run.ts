import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { changeNotification } from '@h5tail/local-file';
import { backendVariable, chosenBackend } from '../../chosen-backend.js';
import type { CliContext } from '../../context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import { colorsFor, type Colors } from '../../terminal/colors.js';
import { ownVersion } from '../../version.js';
import type { DoctorFlags } from './command.js';
import type { Finding } from './finding.js';
import { autoFinding, tryAuto, tryBackends } from './try-backends.js';
import { filterLines } from './try-filters.js';

/** `h5tail doctor`: what works on this machine, and what to do about the rest. */
export async function run(context: CliContext, flags: DoctorFlags, path = '.'): Promise<ExitCode> {
  const chosen = chosenBackend(undefined, context.variables);
  const backends = await tryBackends(context);
  const auto = await tryAuto(context);
  const notification = await tryNotification(resolve(path));
  const program = {
    version: ownVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
  if (flags.json) {
    const document = { ...program, backends, auto, chosen: { ...chosen }, changeNotification: notification };
    await context.output.write(exactJson(document));
  } else {
    const colors = colorsFor(context);
    const lines = [
      `h5tail ${program.version} on Node ${program.node} (${program.platform})`,
      ...backends.flatMap((backend) => [
        findingLine(`backend ${backend.name}`, backend, colors),
        ...filterLines(backend.filters ?? []).map(indented),
      ]),
      findingLine('backend auto', autoFinding(auto), colors),
      ...(chosen.by === 'variable'
        ? [indented(`${backendVariable} chooses ${chosen.name} where there is no --backend`)]
        : []),
      findingLine(`changes at ${notification.name}`, notification, colors),
    ];
    for (const line of lines) await context.output.write(line);
  }
  return backends.some((backend) => backend.works) ? exitCodes.done : exitCodes.failed;
}

async function tryNotification(path: string): Promise<Finding> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (!exists) return { name: path, works: false, details: 'there is no such file or folder' };
  const { works, reason } = await changeNotification(path);
  return { name: path, works, details: reason };
}

/** More about the line before. */
function indented(text: string): string {
  return `    ${text}`;
}

function findingLine(label: string, { works, details }: Finding, colors: Colors): string {
  return `${works ? colors.green('ok ') : colors.yellow('-- ')} ${label}: ${details}`;
}
