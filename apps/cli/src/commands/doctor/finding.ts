/** One thing that was looked at. */
export type Finding = {
  readonly name: string;
  readonly works: boolean;
  /** For users: what it is, or what is wrong and what to do. */
  readonly details: string;
};
