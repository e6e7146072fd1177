/** Every address that no other route knows. */
export function loader(): never {
  throw new Response("", { status: 404 });
}

export default function Unknown() {
  return null;
}
