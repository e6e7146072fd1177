import { z } from "zod";
import { proposeBroker, takeBrokerStep } from "#app/deals/brokers.server.ts";
import { brokerMachine } from "#app/deals/brokers.ts";
import { addComment } from "#app/deals/documents.server.ts";
import { moveDeal } from "#app/deals/move.server.ts";
import { addNote, editNote } from "#app/deals/notes.server.ts";
import {
  commentSchema,
  messageSchema,
  moveSchema,
  noteSchema,
  taskSchema,
} from "#app/deals/schema.ts";
import { addTask, setTaskDone } from "#app/deals/tasks.server.ts";
import { markThreadRead, sendMessage } from "#app/deals/thread.server.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import type { Limits } from "#app/kernel/limits.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { version } from "#app/kernel/version.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { answering } from "#app/http/answers.server.ts";
import { waitText } from "#app/http/limits.server.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";
import type { DealRefused } from "#app/deals/parts/refused.ts";

const empty = (text: unknown) => (text === "" ? undefined : text);
const id = z.uuid();

/** What each form of the page asks for, by the value of its field "step". */
const asked = {
  move: z.preprocess(
    (form) => ({ ...(form as object), reason: empty((form as { reason?: unknown }).reason) }),
    moveSchema,
  ),
  message: messageSchema,
  read: z.object({ messageId: id }),
  task: taskSchema,
  taskDone: z.object({ taskId: id, done: z.stringbool() }),
  note: noteSchema.extend({ clientKey: id }),
  noteEdit: noteSchema.extend({ noteId: id, version }),
  comment: commentSchema.extend({ versionId: id }),
  propose: z.object({ personId: id }),
  broker: z.object({ brokerId: id, brokerStep: z.enum(brokerMachine.actions) }),
} as const;
type Step = keyof typeof asked;

/** What the other side is told of at once. */
const reachesOthers: Step[] = ["message", "task", "note", "comment", "propose"];

const told = ["illegalStep", "conflict", "notAssignable", "brokerTaken", "notABroker"];

/** Takes the step that a form of a deal's page asks for; null when it was taken. */
export async function takeDealForm(
  { services, limits }: { services: Services; limits: Limits },
  viewer: Viewer,
  request: Request,
  dealId: string,
  fields: FormData,
): Promise<DealRefused | null> {
  const t = await getT(request);
  const values = Object.fromEntries(
    [...fields].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const step = values.step ?? "";
  if (!Object.hasOwn(asked, step)) throw new Response("", { status: 400 });
  const refuse = (errors: DealRefused["errors"], conflict = false): DealRefused => ({
    form: values.form ?? step,
    errors,
    values,
    conflict,
  });
  const parsed = asked[step as Step].safeParse(values);
  if (!parsed.success) {
    const errors: DealRefused["errors"] = {};
    for (const issue of parsed.error.issues)
      (errors[String(issue.path[0] ?? "form")] ??= []).push(issueMessage(issue, t));
    return refuse(errors);
  }
  if (reachesOthers.includes(step as Step)) {
    const wait = await limits.take("message", { account: viewer.userId });
    if (wait > 0) return { ...refuse({ form: [waitText(t, wait)] }), wait };
  }
  try {
    await take(services, viewer, dealId, step as Step, parsed.data);
    return null;
  } catch (error) {
    if (!isRefusal(error) || !told.includes(error.code))
      return answering(Promise.reject(error as Error));
    const field = error.code === "notAssignable" ? "assignee" : "form";
    const stale = error.code === "conflict" || error.code === "illegalStep";
    const words = stale && step === "move" ? t("deals:changed") : errorText(t, error.code);
    return refuse({ [field]: [words] }, error.code === "conflict");
  }
}

function take(
  services: Services,
  viewer: Viewer,
  dealId: string,
  step: Step,
  data: unknown,
): Promise<void> {
  const of = <Name extends Step>(_step: Name) => data as z.output<(typeof asked)[Name]>;
  switch (step) {
    case "move":
      return moveDeal(services, viewer, dealId, of(step));
    case "message":
      return sendMessage(services, viewer, dealId, of(step));
    case "read":
      return markThreadRead(services, viewer, dealId, of(step).messageId);
    case "task":
      return addTask(services, viewer, dealId, of(step));
    case "taskDone":
      return setTaskDone(services, viewer, dealId, of(step).taskId, of(step).done);
    case "note":
      return addNote(services, viewer, dealId, of(step));
    case "noteEdit": {
      const { noteId, ...input } = of(step);
      return editNote(services, viewer, dealId, noteId, input);
    }
    case "comment": {
      const { versionId, ...comment } = of(step);
      return addComment(services, viewer, dealId, versionId, comment);
    }
    case "propose":
      return proposeBroker(services, viewer, dealId, of(step).personId);
    case "broker":
      return takeBrokerStep(services, viewer, dealId, of(step).brokerId, of(step).brokerStep);
  }
}
