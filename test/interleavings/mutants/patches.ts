import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shipped } from '../shipped.js';

type AnyClass = abstract new (...args: never[]) => object;
/** An object whose method is replaced: its private parts, too. */
type Self = Readonly<Record<string, unknown>>;

/** Replaces methods of compiled classes, and puts them back. */
export class Patches {
  private readonly undo: (() => void)[] = [];

  constructor(private readonly shipped: Shipped) {}

  /** Throws when there is no such method: then the mutant takes nothing out. */
  replace(
    type: AnyClass,
    method: string,
    by: (self: Self, original: (...args: unknown[]) => unknown, ...args: never[]) => unknown,
  ): void {
    const prototype = type.prototype as Record<string, unknown>;
    const original = prototype[method];
    if (typeof original !== 'function') throw new Error(`${type.name} has no method ${method}`);
    prototype[method] = function (this: Self, ...args: never[]) {
      return by(this, (...given) => Reflect.apply(original, this, given) as unknown, ...args);
    };
    this.undo.push(() => (prototype[method] = original));
  }

  /** Whatever an object is given as this property, it has this value. */
  hold(type: AnyClass, property: string, value: unknown): void {
    const prototype = type.prototype as Record<string, unknown>;
    Object.defineProperty(prototype, property, {
      configurable: true,
      get: () => value,
      set: () => undefined,
    });
    this.undo.push(() => Reflect.deleteProperty(prototype, property));
  }

  /** A compiled class by its name, wherever it is. */
  async classOf(name: string): Promise<AnyClass> {
    for (const file of await readdir(this.shipped.dist, { recursive: true })) {
      if (!file.endsWith('.js')) continue;
      const text = await readFile(join(this.shipped.dist, file), 'utf8');
      if (!new RegExp(`^export class ${name}\\b`, 'm').test(text)) continue;
      const found = (await this.shipped.module<Record<string, AnyClass>>(file))[name];
      if (found) return found;
    }
    throw new Error(`no compiled class is called ${name}`);
  }

  restore(): void {
    this.undo.splice(0).forEach((undo) => undo());
  }
}
