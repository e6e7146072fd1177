import fs from "node:fs";
import path from "node:path";
import express, { type RequestHandler, type Response } from "express";

const encodings = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
] as const;

/**
 * Serves the built files of a folder, those that the build compressed as they are. Which
 * there are is read once, so a request for a page does not ask the disk for a file.
 */
export function staticFiles(folder: string): RequestHandler {
  const files = new Set(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const served = express.static(folder, { index: false, redirect: false, setHeaders });
  return (request, response, next) => {
    const file = path.join(folder, request.path);
    if (!files.has(file) || compressedAs(file)) return next();
    response.vary("Accept-Encoding");
    const encoding = encodings.find(
      ({ name, ending }) => files.has(file + ending) && request.acceptsEncodings(name),
    );
    const asked = request.url;
    request.url = `${request.path}${encoding?.ending ?? ""}`;
    served(request, response, (error) => {
      request.url = asked;
      next(error);
    });
  };
}

const compressedAs = (file: string) => encodings.find(({ ending }) => file.endsWith(ending));

/** Names of the build's own files change with what is in them. */
const isOfTheBuild = (file: string) => path.basename(path.dirname(file)) === "assets";

function setHeaders(response: Response, file: string): void {
  const encoding = compressedAs(file);
  if (encoding) {
    response.type(path.extname(file.slice(0, -encoding.ending.length)));
    response.setHeader("Content-Encoding", encoding.name);
  }
  response.setHeader(
    "Cache-Control",
    isOfTheBuild(file) ? "public, max-age=31536000, immutable" : "public, max-age=3600",
  );
}
