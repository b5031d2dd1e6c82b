/** What runs, so that it can be ended in the right order, however far the start has come. */

export interface Part {
  stop(): Promise<void>;
}

export class Parts {
  private readonly parts: Part[] = [];
  private ending?: Promise<void>;
  private wished: () => void = () => undefined;
  private readonly interrupted = new Promise<void>((resolve) => (this.wished = resolve));
  private done: () => void = () => undefined;
  private readonly ended = new Promise<void>((resolve) => (this.done = resolve));

  /** Calls `last` when everything has ended. */
  constructor(private readonly last: () => void) {}

  add<T extends Part>(part: T): T {
    this.parts.unshift(part);
    return part;
  }

  /** Somebody wants it to end. */
  interrupt(): void {
    this.wished();
    void this.end();
  }

  end(): Promise<void> {
    this.ending ??= (async () => {
      console.log('\nstopping …');
      for (let part = this.parts.shift(); part; part = this.parts.shift()) {
        await part.stop();
      }
      this.last();
      this.done();
    })();
    return this.ending;
  }

  /**
   * Starts everything and waits until it has ended. Who interrupts does not wait for what is still starting: a learner
   * whose Grafana has been ended is never done.
   */
  async through(start: () => Promise<void>): Promise<void> {
    try {
      await Promise.race([start(), this.interrupted]);
    } catch (error) {
      // What is ended on the way fails.
      if (!this.ending) {
        await this.end();
        throw error;
      }
    }
    await this.ended;
  }
}
