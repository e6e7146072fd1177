/** Every address that no other route knows. */
export function loader(): never {
  throw new Response("", { status: 404 });
}

export const action = loader;

export default function Unknown() {
  return null;
}
