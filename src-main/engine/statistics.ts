/** Mean and variance of each channel, gathered part by part (Chan, Golub and LeVeque, 1979). */
export class ChannelStatistics {
  private count = 0;
  private readonly mean: Float64Array;
  /** Sums of squared differences from the mean. */
  private readonly squares: Float64Array;

  constructor(channels: number) {
    this.mean = new Float64Array(channels);
    this.squares = new Float64Array(channels);
  }

  /**
   * @param count values of each channel in the part
   * @param means of the part, by channel
   * @param variances of the part, by channel, divided by `count`
   */
  add(count: number, means: Float32Array, variances: Float32Array): void {
    const total = this.count + count;
    for (let channel = 0; channel < this.mean.length; channel++) {
      const before = this.mean[channel] ?? 0;
      const difference = (means[channel] ?? 0) - before;
      this.mean[channel] = before + (difference * count) / total;
      const between = (difference * difference * this.count * count) / total;
      this.squares[channel] = (this.squares[channel] ?? 0) + (variances[channel] ?? 0) * count + between;
    }
    this.count = total;
  }

  get means(): Float32Array {
    return Float32Array.from(this.mean);
  }

  /** Of all values, not of a sample. */
  get variances(): Float32Array {
    return Float32Array.from(this.squares, (sum) => sum / this.count);
  }
}
