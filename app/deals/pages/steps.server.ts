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
import { step, takesSteps, type Telling } from "#app/forms/steps.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { version } from "#app/kernel/version.ts";

const id = z.uuid();

/** What the other side is told of at once. */
const reachesOthers = { limit: "message" } as const;

/** How a move is refused that somebody else was quicker with. */
export const movedMeanwhile: Telling["words"] = {
  conflict: (t) => t("deals:changed"),
  illegalStep: (t) => t("deals:changed"),
};

/** The action of a deal's page: its stage, its thread, its tasks, notes and documents, and its broker. */
export const takesDealSteps = takesSteps("signedIn", {
  steps: {
    move: step({
      words: movedMeanwhile,
      fields: moveSchema,
      run: (move, { services, viewer, params }) =>
        moveDeal(services, viewer, idOfPath(params.dealId), move),
    }),
    message: step({
      ...reachesOthers,
      limitAt: "body",
      fields: messageSchema,
      run: (message, { services, viewer, params }) =>
        sendMessage(services, viewer, idOfPath(params.dealId), message),
    }),
    /** The page says it by itself, and stays. */
    read: step({
      fields: z.object({ messageId: id }),
      run: async ({ messageId }, { services, viewer, params }) => {
        await markThreadRead(services, viewer, idOfPath(params.dealId), messageId);
        return { shown: null };
      },
    }),
    task: step({
      ...reachesOthers,
      at: { notAssignable: "assignee" },
      fields: taskSchema,
      run: (task, { services, viewer, params }) =>
        addTask(services, viewer, idOfPath(params.dealId), task),
    }),
    taskDone: step({
      fields: z.object({ taskId: id, done: z.stringbool() }),
      run: ({ taskId, done }, { services, viewer, params }) =>
        setTaskDone(services, viewer, idOfPath(params.dealId), taskId, done),
    }),
    note: step({
      ...reachesOthers,
      fields: noteSchema.extend({ clientKey: id }),
      run: (note, { services, viewer, params }) =>
        addNote(services, viewer, idOfPath(params.dealId), note),
    }),
    noteEdit: step({
      words: { conflict: (t) => t("deals:note.conflict") },
      fields: noteSchema.extend({ noteId: id, version }),
      run: ({ noteId, ...note }, { services, viewer, params }) =>
        editNote(services, viewer, idOfPath(params.dealId), noteId, note),
    }),
    comment: step({
      ...reachesOthers,
      fields: commentSchema.extend({ versionId: id }),
      run: ({ versionId, ...comment }, { services, viewer, params }) =>
        addComment(services, viewer, idOfPath(params.dealId), versionId, comment),
    }),
    propose: step({
      ...reachesOthers,
      fields: z.object({ personId: id }),
      run: ({ personId }, { services, viewer, params }) =>
        proposeBroker(services, viewer, idOfPath(params.dealId), personId),
    }),
    broker: step({
      fields: z.object({ brokerId: id, brokerStep: z.enum(brokerMachine.actions) }),
      run: async ({ brokerId, brokerStep }, { services, viewer, params, path }) => {
        await takeBrokerStep(services, viewer, idOfPath(params.dealId), brokerId, brokerStep);
        return brokerStep === "leave" ? "/deals" : path;
      },
    }),
  },
});
