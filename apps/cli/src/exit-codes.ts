/** Exit codes of every command. They are part of the contract: scripts branch on them. */
export const exitCodes = {
  /** Done: finished, complete, closed by the writer, or the reader of the output went away. */
  done: 0,
  /** An error; stderr has one line about it. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Nothing new came within the time-out. */
  idleTimeout: 3,
  /** Stopped by SIGINT (Ctrl-C). */
  interrupted: 130,
  /** Stopped by SIGTERM. */
  terminated: 143,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
