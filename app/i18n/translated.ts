/**
 * The shape that a translation of a namespace must have: the same keys as the
 * Chinese original, at every depth, with any text. Chinese has one plural form,
 * so a key that ends in `_other` there asks for `_one` beside it here.
 */
export type Translated<Original> = {
  readonly [Key in keyof Original]: Original[Key] extends string
    ? string
    : Translated<Original[Key]>;
} & {
  readonly [
    Key in keyof Original as Key extends `${infer Base}_other` ? `${Base}_one` : never
  ]: string;
};
