import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shipped } from '../shipped.js';

type AnyClass = abstract new (...args: never[]) => object;
/** An object whose method is replaced, with its private members. */
type Self = Readonly<Record<string, unknown>>;

/** Replaces methods of compiled classes, and restores them. */
export class Patches {
  private readonly undo: (() => void)[] = [];

  constructor(private readonly shipped: Shipped) {}

  /** Throws if there is no such method, because the mutant would change nothing. */
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

  /** Fixes the value of a property: assignments to it have no effect. */
  hold(type: AnyClass, property: string, value: unknown): void {
    const prototype = type.prototype as Record<string, unknown>;
    Object.defineProperty(prototype, property, {
      configurable: true,
      get: () => value,
      set: () => undefined,
    });
    this.undo.push(() => Reflect.deleteProperty(prototype, property));
  }

  /** Finds a compiled class by its name, in any file. */
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
