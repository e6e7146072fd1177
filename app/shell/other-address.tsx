import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";

/**
 * Says so when the site was opened by another address than the one it is known by: cookies
 * and forms are bound to that one, so signing in here would lead back as a guest.
 */
export function OtherAddress({ origin }: { origin: string }) {
  const { t } = useTranslation();
  const [right, setRight] = useState<string | null>(null);
  useEffect(() => {
    const { origin: opened, pathname, search } = window.location;
    setRight(opened === origin ? null : origin + pathname + search);
  }, [origin]);
  if (right === null) return null;
  return (
    <div className="no-print mb-4">
      <Notice tone="warning">
        {t("common:otherAddress")}{" "}
        <a className="link" href={right}>
          {origin}
        </a>
      </Notice>
    </div>
  );
}
