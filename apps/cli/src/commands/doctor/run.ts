import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { changeNotification } from '@h5tail/local-file';
import { backendNames, type BackendName } from '../../backend.js';
import type { CliContext } from '../../context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import { failureLine } from '../../failure-line.js';
import { colorsFor, type Colors } from '../../terminal/colors.js';
import { ownVersion } from '../../version.js';
import type { DoctorFlags } from './command.js';

/** One thing that was looked at. */
type Finding = {
  readonly name: string;
  readonly works: boolean;
  readonly details: string;
};

/** `h5tail doctor`: what works on this machine, and what to do about the rest. */
export async function run(context: CliContext, flags: DoctorFlags, path = '.'): Promise<ExitCode> {
  const backends: Finding[] = [];
  for (const name of backendNames) if (name !== 'auto') backends.push(await tryBackend(context, name));
  const notification = await tryNotification(resolve(path));
  const program = {
    version: ownVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
  if (flags.json) {
    await context.output.write(exactJson({ ...program, backends, changeNotification: notification }));
  } else {
    const colors = colorsFor(context);
    await context.output.write(`h5tail ${program.version} on Node ${program.node} (${program.platform})`);
    for (const finding of backends) await context.output.write(findingLine(`backend ${finding.name}`, finding, colors));
    await context.output.write(findingLine(`changes at ${notification.name}`, notification, colors));
  }
  return backends.some((backend) => backend.works) ? exitCodes.done : exitCodes.failed;
}

async function tryBackend(context: CliContext, name: BackendName): Promise<Finding> {
  try {
    const version = await (await context.openBackend(name)).version();
    return { name, works: true, details: `HDF5 ${version.hdf5} in ${version.implementation}` };
  } catch (error) {
    return { name, works: false, details: failureLine(error, false) };
  }
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

function findingLine(label: string, { works, details }: Finding, colors: Colors): string {
  return `${works ? colors.green('ok ') : colors.yellow('-- ')} ${label}: ${details}`;
}
