import type { Mth5Access } from '../mth5-access.js';
import type { StructureAccess } from '../session/writer-session.js';

/** Adds a group with all that belongs to it, unless it is there already. */
export async function addGroup(
  access: Mth5Access,
  path: string,
  create: (structure: StructureAccess) => Promise<void>,
): Promise<void> {
  const { session } = access;
  if (await access.has(path)) return;
  await session.changeStructure(async (structure) => {
    // Another call may have added it meanwhile.
    if (!(await structure.file.root.has(path))) await create(structure);
  });
}
