/** xsc binds a call of `native` to the C function of that name. */
declare function native(name: string): (...args: unknown[]) => unknown;
