import QRCode from "qrcode";
import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";

/** Grey values of a code as a camera may see it, with a quiet zone of four modules. */
function picture(text: string, scale: number) {
  const { modules } = QRCode.create(text);
  const side = (modules.size + 8) * scale;
  const data = new Uint8Array(side * side * 3).fill(235);
  for (let row = 0; row < modules.size * scale; row += 1)
    for (let column = 0; column < modules.size * scale; column += 1)
      if (modules.get(Math.floor(row / scale), Math.floor(column / scale))) {
        const at = ((row + 4 * scale) * side + column + 4 * scale) * 3;
        data.fill(16, at, at + 3);
      }
  return { width: side, height: side, data };
}

test.each([2, 5, 9])(
  "the scanner's reader reads the code of a pass, %i pixels a module",
  (scale) => {
    const address = "https://duijie.example/pass/vK3s-0aR_9xQeYb1tZ2mLw";
    expect(decodeQR(picture(address, scale))).toBe(address);
  },
);
