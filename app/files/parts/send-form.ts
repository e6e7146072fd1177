/** What came back for a form; status 0 when the connection broke. */
export interface Reply {
  status: number;
  text: string;
}

/**
 * Sends a form as the browser holds it, with its file, and tells how much of it has
 * gone. Remix's own way reads the form a second time, in which WebKit loses files
 * whose names have characters above U+00FF; and only this way knows of progress.
 *
 * @param onProgress told the share that has gone, from 0 to 1
 * @returns null when it was stopped by the signal
 */
export function sendForm(
  form: HTMLFormElement,
  options: { to: string; onProgress: (share: number) => void; signal: AbortSignal },
): Promise<Reply | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", options.to);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) options.onProgress(loaded / total);
    });
    request.addEventListener("load", () =>
      resolve({ status: request.status, text: request.responseText }),
    );
    request.addEventListener("error", () => resolve({ status: 0, text: "" }));
    request.addEventListener("abort", () => resolve(null));
    options.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(new FormData(form));
  });
}
