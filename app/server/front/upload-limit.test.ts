import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import express from "express";
import { expect, test } from "vitest";
import { limitUploads } from "./upload-limit.ts";

test("who sends too many files is told so, also while still sending", async () => {
  const app = express();
  app.use(limitUploads({ take: async () => 7 }, [{ path: /files/, bytes: 10_000_000 }]));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => {});
  const size = 8_000_000;
  socket.write(
    `POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: ${size}\r\n\r\n`,
  );
  socket.write(Buffer.alloc(size));
  const [answer] = (await Promise.race([
    once(socket, "data"),
    once(socket, "close").then(() => [""]),
  ])) as [Buffer | string];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 429[\s\S]*Retry-After: 7/);
  socket.destroy();
  server.close();
});
