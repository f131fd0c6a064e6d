// The part of asl-validator that the tests use; the package ships no types for its main entry.

declare module 'asl-validator' {
  function validate(definition: unknown): { readonly isValid: boolean };
  export = validate;
}
