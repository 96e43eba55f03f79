/** A value, and a function that releases it; a second call does nothing. */
export interface Handle<V> {
  readonly value: V;
  readonly release: () => void;
}

/**
 * Reference-counted values by key: each is created for its first holder and disposed of when the last one
 * releases it.
 */
export class RefCountedMap<K, V> {
  private readonly entries = new Map<K, { readonly value: V; holders: number }>();

  constructor(
    private readonly create: (key: K) => V,
    private readonly dispose: (key: K, value: V) => void,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    return this.entries.get(key)?.value;
  }

  *values(): IterableIterator<V> {
    for (const { value } of this.entries.values()) yield value;
  }

  acquire(key: K): Handle<V> {
    const entry = this.entries.get(key) ?? { value: this.create(key), holders: 0 };
    this.entries.set(key, entry);
    entry.holders++;
    let isHeld = true;
    return {
      value: entry.value,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        if (--entry.holders > 0) return;
        this.entries.delete(key);
        this.dispose(key, entry.value);
      },
    };
  }
}
