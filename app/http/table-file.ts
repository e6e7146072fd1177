import contentDisposition from "content-disposition";
import type { TableFormat } from "#app/files/spreadsheet.server.ts";

const mediaTypes: Record<TableFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** A table that was made for this request, to be saved as `name` with the ending of its format. */
export const tableFile = (content: Uint8Array, name: string, format: TableFormat): Response =>
  new Response(new Uint8Array(content), {
    headers: {
      "Content-Type": mediaTypes[format],
      "Content-Disposition": contentDisposition(`${name}.${format}`),
      "Cache-Control": "no-store",
    },
  });
