/** Every address that no other route knows. */
export function loader(): never {
  throw new Response("", { status: 404 });
}

export function action(): never {
  return loader();
}

export default function Unknown() {
  return null;
}
