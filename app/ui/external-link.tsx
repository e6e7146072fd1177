import type { ReactNode } from "react";

const ofTheWeb = /^https?:\/\/[^/\s]/i;

/**
 * A link to an address that somebody typed. Only pages of the web are followed; any other
 * address stays text, as it could run a script here or start a program.
 */
export function ExternalLink(props: { href: string; className?: string; children?: ReactNode }) {
  const { href, className = "link", children = href } = props;
  if (!ofTheWeb.test(href)) return <>{children}</>;
  return (
    <a href={href} className={className} rel="noreferrer nofollow">
      {children}
    </a>
  );
}
