import type { ReactNode } from "react";

const followed = ["http:", "https:"];

/**
 * A link to an address that somebody typed. Only pages of the web are followed; any other
 * address stays text, as it could run a script here or start a program.
 */
export function ExternalLink(props: { href: string; className?: string; children?: ReactNode }) {
  const { href, className = "link", children = href } = props;
  if (!URL.canParse(href) || !followed.includes(new URL(href).protocol)) return <>{children}</>;
  return (
    <a href={href} className={className} rel="noreferrer nofollow">
      {children}
    </a>
  );
}
