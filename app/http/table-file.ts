import contentDisposition from "content-disposition";

const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

export type TableFormat = keyof typeof mediaTypes;

/** A table that was made for this request, to be saved as `name` with the ending of its format. */
export const tableFile = (content: Uint8Array, name: string, format: TableFormat): Response =>
  new Response(new Uint8Array(content), {
    headers: {
      "Content-Type": mediaTypes[format],
      "Content-Disposition": contentDisposition(`${name}.${format}`),
      "Cache-Control": "no-store",
    },
  });
