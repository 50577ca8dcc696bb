import { createRequire } from 'node:module';
import { types } from 'node:util';
import { TestEnvironment } from 'jest-environment-node';
import { loadShared } from './shared-module.ts';

type Realm = Record<string, unknown>;

const isError = (value: unknown): value is Error =>
  Object.prototype.toString.call(value) === '[object Error]';
const isErrorNamed =
  (name: string) =>
  (value: unknown): boolean =>
    isError(value) && value.name === name;

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  Array: Array.isArray,
  Date: types.isDate,
  Error: isError,
  Map: types.isMap,
  Promise: types.isPromise,
  RangeError: isErrorNamed('RangeError'),
  RegExp: types.isRegExp,
  Set: types.isSet,
  SyntaxError: isErrorNamed('SyntaxError'),
  TypeError: isErrorNamed('TypeError'),
};

/** What `instanceof` does unless a class says otherwise. */
const isOwn = Object.getOwnPropertyDescriptor(Function.prototype, Symbol.hasInstance)!.value as (
  this: unknown,
  value: unknown,
) => boolean;

/**
 * Makes `instanceof` true for values of another realm too. A test file has classes of its own for what the language
 * brings; Node and the libraries that are loaded once in a worker have others.
 */
function knowOtherRealms(realm: Realm): void {
  for (const [name, isKind] of Object.entries(kinds)) {
    const known = realm[name] as new () => unknown;
    Object.defineProperty(known, Symbol.hasInstance, {
      configurable: true,
      // Subclasses inherit it, and know their own values only.
      value(this: unknown, value: unknown): boolean {
        return isOwn.call(this, value) || (this === known && isKind(value));
      },
    });
  }
}

knowOtherRealms(globalThis);

/** Jest's environment for Node, from which test files reach the libraries that Node has loaded in their worker. */
export default class Environment extends TestEnvironment {
  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    super(...given);
    const realm: Realm = this.global;
    knowOtherRealms(realm);
    realm[loadShared] = createRequire(import.meta.url);
  }
}
