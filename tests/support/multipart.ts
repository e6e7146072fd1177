export interface Part {
  name: string;
  /** Of a file; as it stands in the header. */
  fileName?: string;
  content: string | Buffer;
}

export const boundary = "----duijie";

/** The lines of a form of several parts, with its last one unless told otherwise. */
export const multipart = (parts: Part[], last = true): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, fileName, content }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${
          fileName === undefined
            ? ""
            : `; filename="${fileName}"\r\nContent-Type: application/octet-stream`
        }\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from("\r\n"),
    ]),
    Buffer.from(last ? `--${boundary}--\r\n` : ""),
  ]);
