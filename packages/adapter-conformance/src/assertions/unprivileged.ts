const nobody = 65_534;

/** Runs `action` as a user whom permissions bind: the superuser, as in containers, may do everything. */
export async function unprivileged(action: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return action();
  if (process.seteuid === undefined) throw new Error('the superuser cannot become another user here');
  process.seteuid(nobody);
  try {
    await action();
  } finally {
    process.seteuid(0);
  }
}
