import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const second = 1_000;
const two = (count: number): string => String(count).padStart(2, "0");

/**
 * The time left until a deadline, by the server's clock: `now` is what it showed
 * when the page was made. When the deadline has come the page fetches its state.
 */
export function Countdown({ deadline, now }: { deadline: string; now: string }) {
  const { t } = useTranslation();
  const { revalidate } = useRevalidator();
  const atServer = new Date(now).getTime();
  const end = new Date(deadline).getTime();
  const [left, setLeft] = useState(end - atServer);
  useEffect(() => {
    const ahead = atServer - Date.now();
    const tick = () => setLeft(end - Date.now() - ahead);
    tick();
    const timer = setInterval(tick, second);
    return () => clearInterval(timer);
  }, [end, atServer]);
  const over = left <= 0;
  useEffect(() => {
    if (over) revalidate();
  }, [over, revalidate]);
  if (over) return <p role="status">{t("challenges:countdown.over")}</p>;
  const seconds = Math.floor(left / second);
  const days = Math.floor(seconds / 86_400);
  return (
    <p>
      <span className="text-ink-soft">{t("challenges:countdown.label")}</span>{" "}
      <span role="timer" className="font-semibold tabular-nums">
        {days > 0 ? `${t("challenges:countdown.days", { count: days })} ` : ""}
        {t("challenges:countdown.clock", {
          hours: two(Math.floor((seconds % 86_400) / 3_600)),
          minutes: two(Math.floor((seconds % 3_600) / 60)),
          seconds: two(seconds % 60),
        })}
      </span>
    </p>
  );
}
