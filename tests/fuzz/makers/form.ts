import { bytesOf, roles, type HttpCase } from "../case.ts";
import { filePart, triedFile } from "../files.ts";
import type { LearnedForm } from "../forms.ts";
import { addressOf, asData, queryOf, type Route } from "../routes.ts";
import { hostileName, hostileValue, idLike, plausibleValue } from "../values.ts";
import type { Making } from "./context.ts";
import { disguised } from "./disguise.ts";

type Pair = [name: string, value: string];

const quoted = (text: string) => {
  try {
    return encodeURIComponent(text);
  } catch {
    return "%ED%A0%80";
  }
};
const urlencoded = (pairs: readonly Pair[]): string =>
  pairs.map(([name, value]) => `${quoted(name)}=${quoted(value)}`).join("&");

/** A form as its page sends it, or with some of it changed for the worse. */
export function sendForm(making: Making): HttpCase {
  const { random, forms, routes } = making;
  const withActions = routes.filter(({ hasAction }) => hasAction);
  if (forms.length === 0 || random.one(4)) return guessForm(making, random.pick(withActions));
  const actions = [...new Set(forms.map(({ action }) => action.replace(/ID\.\w+\.\d+\.ID/g, "")))];
  const action = random.pick(actions);
  const form = random.pick(
    forms.filter((one) => one.action.replace(/ID\.\w+\.\d+\.ID/g, "") === action),
  );
  const pairs = changed(making, filledIn(making, form), []);
  return finished(making, {
    label: `form ${form.action}`,
    as: random.one(6) ? random.pick(roles) : form.as,
    path: form.action,
    pairs,
    multipart: form.multipart,
  });
}

function filledIn({ random, world }: Making, form: LearnedForm): Pair[] {
  const pairs: Pair[] = [];
  for (const { name, type, value, options } of form.fields) {
    if ((type === "checkbox" || type === "radio") && random.one(2)) continue;
    if (type === "file") continue;
    const plausible = () => plausibleValue(random, type, name);
    if (type === "select" || options.length > 0)
      pairs.push([name, options.length > 0 ? random.pick(options) : value]);
    else if (type === "hidden" || (value !== "" && !random.one(3))) pairs.push([name, value]);
    else pairs.push([name, /Id$/.test(name) ? world.idFor(random, name) : plausible()]);
  }
  if (form.buttons.length > 0 && !random.one(12)) {
    const { name, value } = random.pick(form.buttons);
    pairs.push([name, value]);
  }
  return pairs;
}

/** A form of which only the sources are known. */
function guessForm(making: Making, route: Route): HttpCase {
  const { random, world } = making;
  const steps = [...route.literals, "", "nonsense", "constructor", "__proto__"];
  const pairs: Pair[] = [[random.pick(["intent", "step"]), random.pick(steps)]];
  if (random.one(6)) pairs.pop();
  for (const name of route.names)
    if (!random.one(3))
      pairs.push([
        name,
        random.weighted<() => string>([
          [4, () => plausibleValue(random, "text", name)],
          [2, () => (route.literals.length > 0 ? random.pick(route.literals) : "x")],
          [3, () => (/id$/i.test(name) ? idLike(random, world) : hostileValue(random, world))],
        ])(),
      ]);
  return finished(making, {
    label: `guess ${route.id}`,
    as: random.pick(roles),
    path:
      addressOf(random, world, route, random.one(5)) +
      (random.one(4) ? queryOf(random, world, route) : ""),
    pairs: changed(making, pairs, route.names),
    multipart: route.takesFiles ? !random.one(3) : random.one(10),
    index: route.isIndex,
  });
}

/** Some of the pairs made wrong; in one of four cases none. */
function changed(
  { random, world }: Making,
  given: readonly Pair[],
  names: readonly string[],
): Pair[] {
  const pairs: Pair[] = given.map(([name, value]) => [name, value]);
  const times = random.weighted([
    [3, 0],
    [6, 1],
    [3, 3],
    [1, 8],
  ] as const);
  const any = () => (pairs.length > 0 ? random.below(pairs.length) : -1);
  for (let done = 0; done < times; done += 1) {
    const at = any();
    const pair = pairs[at];
    if (!pair) {
      pairs.push([hostileName(random, "x"), hostileValue(random, world)]);
      continue;
    }
    const [name, value] = pair;
    random.weighted<() => void>([
      [10, () => (pair[1] = hostileValue(random, world))],
      [/id$/i.test(name) ? 8 : 1, () => (pair[1] = idLike(random, world))],
      [2, () => void pairs.splice(at, 1)],
      [2, () => pairs.push([name, value])],
      [2, () => pairs.push([name, hostileValue(random, world)])],
      [3, () => (pair[0] = hostileName(random, name))],
      [3, () => pairs.push([hostileName(random, name), value])],
      [2, () => (pair[0] = name.replace(/\[\d+\].*$/, ""))],
      [
        1,
        () =>
          pairs.push([
            names.length > 0 ? random.pick(names) : "extra",
            hostileValue(random, world),
          ]),
      ],
      [1, () => void pairs.reverse()],
      [
        0 + Number(random.one(8)),
        () => {
          for (let more = 0; more < 900; more += 1) pairs.push([name, value.slice(0, 20)]);
        },
      ],
      [1, () => pairs.push(...pairs.map(([one]): Pair => [one, hostileValue(random, world)]))],
    ])();
  }
  return pairs;
}

interface Sending {
  label: string;
  as: HttpCase["as"];
  path: string;
  pairs: readonly Pair[];
  multipart: boolean;
  index?: boolean;
}

/** The form in one of the ways a body can be written, most often the right one. */
function finished(making: Making, { label, as, path, pairs, multipart, index }: Sending): HttpCase {
  const { random, routes } = making;
  const way = random.weighted([
    [multipart ? 2 : 30, "urlencoded"],
    [multipart ? 30 : 4, "multipart"],
    [1, "json"],
    [1, "mislabelled"],
    [1, "cut"],
    [1, "bare"],
  ] as const);
  const { type, body } = bodyOf(making, way, pairs);
  const indexed = index && !random.one(3) ? `${path}${path.includes("?") ? "&" : "?"}index` : path;
  const data = random.one(2);
  return disguised(
    making,
    {
      kind: "http",
      label: `${label}${way === "urlencoded" ? "" : ` ${way}`}${data ? " data" : ""}`,
      as,
      method: "POST",
      path: data ? asData(random, routes, indexed) : indexed,
      headers: type === null ? [] : [["Content-Type", type]],
      body,
    },
    10,
  );
}

const boundary = "----fuzzBoundary7f3a";

function multipartBody({ random }: Making, pairs: readonly Pair[]): string {
  const parts = pairs.map(
    ([name, value]) =>
      `Content-Disposition: form-data; name="${bytesOf(name).replace(/["\r\n]/g, " ")}"\r\n\r\n${bytesOf(value)}`,
  );
  if (!random.one(4))
    parts.push(filePart(random.pick(["file", "picture", "document", "x"]), triedFile(random)));
  if (random.one(8)) parts.push(filePart("second", triedFile(random)));
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
}

function bodyOf(
  making: Making,
  way: "urlencoded" | "multipart" | "json" | "mislabelled" | "cut" | "bare",
  pairs: readonly Pair[],
): { type: string | null; body: string } {
  const { random } = making;
  const multipart = `multipart/form-data; boundary=${boundary}`;
  const form = "application/x-www-form-urlencoded";
  switch (way) {
    case "urlencoded":
      return { type: random.one(8) ? `${form};charset=UTF-8` : form, body: urlencoded(pairs) };
    case "multipart":
      return { type: multipart, body: multipartBody(making, pairs) };
    case "json":
      return {
        type: random.pick(["application/json", "text/json", "application/json; charset=x"]),
        body: bytesOf(
          random.pick([JSON.stringify(Object.fromEntries(pairs)), "{", "null", "[]", ""]),
        ),
      };
    case "mislabelled":
      return {
        type: random.pick([
          "multipart/form-data",
          "multipart/form-data; boundary=",
          'multipart/form-data; boundary="',
          `multipart/form-data; boundary=${"x".repeat(300)}`,
          "multipart/mixed; boundary=x",
          "text/plain",
          "application/octet-stream",
          "image/png",
          "x",
          "/",
          ";",
          "application/x-www-form-urlencoded; charset=utf-16",
          "APPLICATION/X-WWW-FORM-URLENCODED",
          "Multipart/Form-Data; Boundary=x",
          null,
        ]),
        body: random.pick([urlencoded(pairs), multipartBody(making, pairs), "", "\0\xff"]),
      };
    case "cut": {
      const whole = multipartBody(making, pairs);
      return { type: multipart, body: whole.slice(0, random.below(whole.length)) };
    }
    case "bare":
      return {
        type: form,
        body: random.pick([
          "",
          "&",
          "=",
          "&&&&",
          "%",
          "%%%%",
          "a",
          "a=%",
          "=a",
          "\xff=\xfe",
          "a=b=c",
          "%00=%00",
          "+",
          ";",
        ]),
      };
  }
}
