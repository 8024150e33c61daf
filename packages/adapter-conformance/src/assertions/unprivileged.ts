const nobody = 65_534;

/** Whether {@link unprivileged} can do without the rights of the superuser here. */
export function canBeUnprivileged(): boolean {
  const isRoot = process.getuid?.() === 0;
  return process.getuid !== undefined && (!isRoot || process.seteuid !== undefined);
}

/** Runs `action` as a user whom permissions bind: the superuser, as in containers, may do everything. */
export async function unprivileged(action: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0 || process.seteuid === undefined) return action();
  process.seteuid(nobody);
  try {
    await action();
  } finally {
    process.seteuid(0);
  }
}
