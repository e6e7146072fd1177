import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "#app/ui/button.tsx";

/** The address of a calendar: to subscribe to with one click, or to copy into a program. */
export function CalendarAddress({ address }: { address: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const webcal = address.replace(/^https?:/, "webcal:");
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="space-y-2">
      <label htmlFor="calendar-address" className="block font-medium">
        {t("sessionFiles:calendar.address")}
      </label>
      <input
        id="calendar-address"
        readOnly
        value={address}
        className="control font-mono text-sm"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap items-center gap-2">
        <a href={webcal} className={buttonClass("primary")}>
          {t("sessionFiles:calendar.subscribe")}
        </a>
        <Button type="button" look="secondary" onClick={() => void copy()}>
          {t("sessionFiles:calendar.copy")}
        </Button>
        <span role="status" className="text-sm text-good">
          {copied ? t("sessionFiles:calendar.copied") : ""}
        </span>
      </div>
    </div>
  );
}
