import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";

/** What reads codes, as the Shape Detection API has it. */
interface BarcodeReader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type BarcodeReaderClass = new (options: { formats: "qr_code"[] }) => BarcodeReader;

/** The browser's own reader where it has one; else one in JavaScript, fetched when it is wanted. */
const readerClass = async (): Promise<BarcodeReaderClass> =>
  (globalThis as { BarcodeDetector?: BarcodeReaderClass }).BarcodeDetector ??
  (await import("qr/decode.js")).BarcodeDetector;

/** Milliseconds between two looks, and before the same code counts again. */
const lookEvery = 250;
const sameCodeAfter = 5_000;

const never = () => () => {};

/** Reads QR codes with the camera; it is not there where the browser offers no camera. */
export function CameraScanner({ onScanned }: { onScanned: (value: string) => void }) {
  const { t } = useTranslation();
  const can = useSyncExternalStore(
    never,
    () => "mediaDevices" in navigator,
    () => false,
  );
  const [on, setOn] = useState(false);
  const [failed, setFailed] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(onScanned);
  useEffect(() => {
    latest.current = onScanned;
  });
  useEffect(() => {
    if (!on) return;
    let stream: MediaStream | undefined;
    let stopped = false;
    let looking = false;
    let last = { value: "", at: 0 };
    const look = async (reader: BarcodeReader) => {
      const shown = video.current;
      if (looking || !shown || shown.readyState < shown.HAVE_CURRENT_DATA) return;
      looking = true;
      const [code] = await reader.detect(shown).catch(() => []);
      looking = false;
      if (!code || stopped) return;
      const at = performance.now();
      if (code.rawValue === last.value && at - last.at < sameCodeAfter) return;
      last = { value: code.rawValue, at };
      latest.current(code.rawValue);
    };
    let timer: ReturnType<typeof setInterval> | undefined;
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    const start = async () => {
      const Reader = await readerClass();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (stopped) return stop();
      if (video.current) video.current.srcObject = stream;
      const reader = new Reader({ formats: ["qr_code"] });
      timer = setInterval(() => void look(reader), lookEvery);
    };
    start().catch(() => {
      if (stopped) return;
      setFailed(true);
      setOn(false);
    });
    return () => {
      stopped = true;
      clearInterval(timer);
      stop();
    };
  }, [on]);
  if (!can) return null;
  return (
    <div className="space-y-3">
      {failed ? <Notice tone="warning">{t("sessionDay:cameraFailed")}</Notice> : null}
      <Button
        type="button"
        look="secondary"
        aria-pressed={on}
        onClick={() => {
          setFailed(false);
          setOn(!on);
        }}
      >
        {t(on ? "sessionDay:cameraStop" : "sessionDay:camera")}
      </Button>
      {on ? (
        <video ref={video} autoPlay muted playsInline className="w-full max-w-md rounded-md" />
      ) : null}
    </div>
  );
}
