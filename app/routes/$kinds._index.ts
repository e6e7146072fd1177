import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { kindOfPath } from "#app/features/posts/kind.ts";

export const loader = ({ params }: LoaderFunctionArgs) =>
  redirect(`/search?kind=${kindOfPath(params.kinds)}`);
