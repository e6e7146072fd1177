import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { kindOfPath } from "#app/posts/parts/kind.ts";

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(`/search?kind=${kindOfPath(params.kinds)}`);

/** Makes a wrong path end at the page that says so instead of at an empty answer. */
export default function Kinds() {
  return null;
}
