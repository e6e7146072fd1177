import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";

/** What browsers that read codes themselves offer (Shape Detection API). */
interface BarcodeReader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type BarcodeReaderClass = new (options: { formats: string[] }) => BarcodeReader;

const readerClass = (): BarcodeReaderClass | undefined =>
  (globalThis as { BarcodeDetector?: BarcodeReaderClass }).BarcodeDetector;

/** Milliseconds between two looks, and before the same code counts again. */
const lookEvery = 250;
const sameCodeAfter = 5_000;

const never = () => () => {};

/** Reads QR codes with the camera; it is not there where the browser cannot read them. */
export function CameraScanner({ onScanned }: { onScanned: (value: string) => void }) {
  const { t } = useTranslation();
  const can = useSyncExternalStore(
    never,
    () => readerClass() !== undefined && "mediaDevices" in navigator,
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
    const Reader = readerClass();
    if (!on || !Reader) return;
    const reader = new Reader({ formats: ["qr_code"] });
    let stream: MediaStream | undefined;
    let stopped = false;
    let last = { value: "", at: 0 };
    const look = async () => {
      const shown = video.current;
      if (!shown || shown.readyState < shown.HAVE_CURRENT_DATA) return;
      const [code] = await reader.detect(shown).catch(() => []);
      if (!code || stopped) return;
      const at = performance.now();
      if (code.rawValue === last.value && at - last.at < sameCodeAfter) return;
      last = { value: code.rawValue, at };
      latest.current(code.rawValue);
    };
    const timer = setInterval(() => void look(), lookEvery);
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(
      (opened) => {
        stream = opened;
        if (stopped) stop();
        else if (video.current) video.current.srcObject = opened;
      },
      () => {
        setFailed(true);
        setOn(false);
      },
    );
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
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
