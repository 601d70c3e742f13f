/** Not yours, or not there: the two are one, to the byte (SEC-1). */
export class NotFound extends Error {}

/** Yours, but you are not allowed. The page says by whom it can be changed. */
export class Forbidden extends Error {}

/** The form cannot be read at all (broken encoding, wrong type). */
export class BadRequest extends Error {}

/** More posts from one network than any practice has people (wall.ts). */
export class TooMany extends Error {}

/** A form's idempotency key came back with other fields. */
export class KeyReused extends Error {}
