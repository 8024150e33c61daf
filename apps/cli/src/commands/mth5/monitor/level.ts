import { isHdf5Error } from '@h5tail/adapter';
import type { Channel, ChannelSummary, Mth5File } from '@h5tail/mth5';

const mostSamples = 65_536;

/** Root mean square of the samples that came last; of none it is not known. */
export function rootMeanSquare(samples: ArrayLike<number | bigint>): number | null {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += Number(samples[i]) ** 2;
  return samples.length === 0 ? null : Math.sqrt(sum / samples.length);
}

/** Reads how strong the newest second of each channel is. */
export class Levels {
  readonly #file: Mth5File;
  readonly #channels = new Map<string, Channel>();

  constructor(file: Mth5File) {
    this.#file = file;
  }

  /**
   * `null` where it cannot be known: a channel without samples, or one whose place the table does not tell.
   *
   * @throws Hdf5Error as `Dataset.read`.
   */
  async of({ hdf5_reference: path, n_samples: stop, sample_rate: rate }: ChannelSummary): Promise<number | null> {
    if (stop === 0) return null;
    const channel = await this.#channel(path);
    if (channel === undefined) return null;
    const count = Math.min(mostSamples, Math.max(1, Math.round(rate)));
    const { samples } = await channel.read({ from: Math.max(0, stop - count), to: stop });
    return rootMeanSquare(samples);
  }

  async #channel(path: string): Promise<Channel | undefined> {
    const known = this.#channels.get(path);
    if (known !== undefined) return known;
    try {
      const channel = await this.#file.channel(path);
      this.#channels.set(path, channel);
      return channel;
    } catch (error) {
      if (isHdf5Error(error) && error.code === 'OBJECT_NOT_FOUND') return undefined;
      throw error;
    }
  }
}
