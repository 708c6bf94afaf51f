/**
 * @peculiar/x509 registers its parts with tsyringe, which refuses to load unless `Reflect` has the metadata
 * functions of a proposal that never became a standard. It needs no more of them than this.
 */
type Metadata = Map<unknown, unknown>;

interface MetadataReflect {
  defineMetadata?(key: unknown, value: unknown, target: object): void;
  getMetadata?(key: unknown, target: object): unknown;
  getOwnMetadata?(key: unknown, target: object): unknown;
}

const reflect = Reflect as MetadataReflect;

if (reflect.getMetadata === undefined) {
  const known = new WeakMap<object, Metadata>();
  const own = (key: unknown, target: object) => known.get(target)?.get(key);
  reflect.defineMetadata = (key, value, target) => {
    known.set(target, (known.get(target) ?? new Map()).set(key, value));
  };
  reflect.getOwnMetadata = own;
  reflect.getMetadata = (key, target) => {
    for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at)) {
      const value = own(key, at);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}
