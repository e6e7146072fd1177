/** What stands in a component of an iCalendar file, by the property's name with its parameters. */
type Properties = Record<string, string>;

interface ReadEvent {
  alarms: Properties[];
  [property: string]: string | Properties[] | undefined;
}

export interface ReadCalendar {
  properties: Properties;
  events: ReadEvent[];
}

/**
 * Reads an iCalendar file as RFC 5545 says: lines are unfolded, texts unescaped.
 * Knows nothing of the library that writes them.
 */
export function readCalendar(text: string): ReadCalendar {
  const read: ReadCalendar = { properties: {}, events: [] };
  const open: { name: string; properties: Properties; alarms: Properties[] }[] = [];
  if (!text.startsWith("BEGIN:VCALENDAR\r\n")) throw new Error("is no calendar");
  for (const line of text.replace(/\r\n[ \t]/g, "").split("\r\n")) {
    if (line === "") continue;
    const colon = colonOf(line);
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1);
    if (name === "BEGIN") open.push({ name: value, properties: {}, alarms: [] });
    else if (name === "END") {
      const closed = open.pop();
      if (closed?.name !== value) throw new Error(`${value} ends where ${closed?.name} is open`);
      if (value === "VCALENDAR") read.properties = closed.properties;
      if (value === "VEVENT") read.events.push({ ...closed.properties, alarms: closed.alarms });
      if (value === "VALARM") open.at(-1)?.alarms.push(closed.properties);
    } else {
      const current = open.at(-1);
      if (!current) throw new Error(`outside of a calendar: ${line}`);
      if (name in current.properties) throw new Error(`${name} stands twice`);
      current.properties[name] = value.replace(/\\(.)/g, (_all, escaped: string) =>
        /n/i.test(escaped) ? "\n" : escaped,
      );
    }
  }
  if (open.length > 0) throw new Error("the calendar does not end");
  return read;
}

/** The colon that ends name and parameters: the first one outside quotes. */
function colonOf(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    if (line[at] === ":" && !quoted) return at;
  }
  throw new Error(`has no value: ${line}`);
}
