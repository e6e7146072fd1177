import QRCode from "qrcode";

/** The QR code of a pass's address as an SVG image in a data address. */
export async function passCode(origin: string, passKey: string): Promise<string> {
  const svg = await QRCode.toString(`${origin}/pass/${passKey}`, {
    type: "svg",
    errorCorrectionLevel: "M",
    margin: 2,
  });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
