import { and, asc, desc, eq, inArray, lt, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { DealSide } from "#app/codes/codes.ts";
import type { Database, Transaction } from "#db/connection.ts";
import { asReader } from "#db/row-security.ts";
import {
  dealDocument,
  dealDocumentComment,
  dealDocumentVersion,
  dealMessage,
  dealNote,
  dealRead,
  dealTask,
  member,
  user,
} from "#db/schema/index.ts";
import type { Deal } from "./change.server.ts";
import { organisationOfSide, dealSideOf } from "./policy.ts";

/** Messages of one page of the thread. */
const messagesShown = 50;
const tasksShown = 200;
const notesShown = 100;
const commentsShown = 500;

export interface DealMessage {
  id: string;
  side: DealSide;
  own: boolean;
  authorName: string;
  body: string;
  createdAt: string;
  /** Who of the others has read it; empty for messages that the viewer's side did not write. */
  readBy: string[];
}

export interface DealTask {
  id: string;
  title: string;
  side: DealSide;
  /** Null when it is the whole side's. */
  personName: string | null;
  /** YYYY-MM-DD. */
  dueOn: string;
  done: boolean;
  doneAt: string | null;
  doneByName: string | null;
}

export interface DealNote {
  id: string;
  /** YYYY-MM-DD. */
  heldOn: string;
  attendees: string;
  body: string;
  authorName: string;
  editedByName: string;
  version: number;
  updatedAt: string;
}

export interface DealDocument {
  id: string;
  title: string;
  versions: {
    id: string;
    number: number;
    name: string;
    /** Bytes. */
    size: number;
    sha256: string;
    uploadedByName: string;
    createdAt: string;
    comments: { id: string; authorName: string; body: string; createdAt: string }[];
  }[];
}

export interface DealContents {
  messages: DealMessage[];
  /** The id to ask for earlier messages with; null when there are none. */
  earlier: string | null;
  /** Whether the newest message is among them and the viewer has not read it. */
  unreadMessageId: string | null;
  tasks: DealTask[];
  notes: DealNote[];
  documents: DealDocument[];
}

/**
 * What is in a deal, read as the role that row-level security binds. Names of
 * the side that is still anonymous to the viewer are empty.
 */
export function dealContents(
  database: Database,
  viewer: Viewer,
  found: Deal,
  page: { before?: string | undefined; hidden: DealSide | null },
): Promise<DealContents> {
  const reader = {
    userId: viewer.userId,
    organisationIds: viewer.memberships.map(({ organisationId }) => organisationId),
    organizer: false,
  };
  return asReader(database, reader, async (transaction) => ({
    ...(await threadOf(transaction, viewer, found, page)),
    tasks: await tasksOf(transaction, found),
    notes: await notesOf(transaction, found),
    documents: await documentsOf(transaction, found),
  }));
}

async function threadOf(
  transaction: Transaction,
  viewer: Viewer,
  found: Deal,
  { before, hidden }: { before?: string | undefined; hidden: DealSide | null },
): Promise<Pick<DealContents, "messages" | "earlier" | "unreadMessageId">> {
  const rows = await transaction
    .select({ message: dealMessage, authorName: user.name })
    .from(dealMessage)
    .leftJoin(user, eq(user.id, dealMessage.authorId))
    .where(and(eq(dealMessage.dealId, found.id), before ? lt(dealMessage.id, before) : undefined))
    .orderBy(desc(dealMessage.id))
    .limit(messagesShown + 1);
  const own = dealSideOf(viewer, found);
  const marks = await marksOf(transaction, found, own);
  const shown = rows.slice(0, messagesShown).reverse();
  const messages = shown.map(({ message, authorName }): DealMessage => {
    const side = sideOfAuthor(found, message.organisationId);
    return {
      id: message.id,
      side,
      own: side === own,
      authorName: side === hidden ? "" : (authorName ?? ""),
      body: message.body,
      createdAt: message.createdAt.toISOString(),
      readBy:
        side === own
          ? marks
              .filter((mark) => !mark.own && mark.lastMessageId >= message.id)
              .map(({ name }) => (hidden === null ? name : ""))
          : [],
    };
  });
  const mine = marks.find(({ userId }) => userId === viewer.userId)?.lastMessageId ?? "";
  const newest = before ? undefined : messages.at(-1)?.id;
  return {
    messages,
    earlier: rows.length > messagesShown ? (shown[0]?.message.id ?? null) : null,
    unreadMessageId: newest !== undefined && newest > mine ? newest : null,
  };
}

function sideOfAuthor(found: Deal, organisationId: string | null): DealSide {
  if (organisationId === found.demandOrganisationId) return "demand";
  return organisationId === found.supplyOrganisationId ? "supply" : "broker";
}

/** How far each person has read, and whether they are of the viewer's own side. */
function marksOf(transaction: Transaction, found: Deal, own: DealSide | null) {
  const organisationId = own && organisationOfSide(found, own);
  return transaction
    .select({
      userId: dealRead.userId,
      name: user.name,
      lastMessageId: dealRead.lastMessageId,
      own: organisationId
        ? sql<boolean>`exists (select 1 from ${member} where ${member.userId} = ${dealRead.userId}
            and ${member.organisationId} = ${organisationId})`
        : sql<boolean>`${dealRead.userId} is not distinct from ${found.brokerId}::uuid`,
    })
    .from(dealRead)
    .innerJoin(user, eq(user.id, dealRead.userId))
    .where(eq(dealRead.dealId, found.id));
}

async function tasksOf(transaction: Transaction, found: Deal): Promise<DealTask[]> {
  const assignee = alias(user, "assignee");
  const doer = alias(user, "doer");
  const rows = await transaction
    .select({ task: dealTask, personName: assignee.name, doneByName: doer.name })
    .from(dealTask)
    .leftJoin(assignee, eq(assignee.id, dealTask.assigneeId))
    .leftJoin(doer, eq(doer.id, dealTask.doneById))
    .where(eq(dealTask.dealId, found.id))
    .orderBy(sql`${dealTask.doneAt} is not null`, asc(dealTask.dueOn), asc(dealTask.id))
    .limit(tasksShown);
  return rows.map(({ task, personName, doneByName }) => ({
    id: task.id,
    title: task.title,
    side: task.assigneeSide,
    personName,
    dueOn: task.dueOn,
    done: task.doneAt !== null,
    doneAt: task.doneAt?.toISOString() ?? null,
    doneByName,
  }));
}

async function notesOf(transaction: Transaction, found: Deal): Promise<DealNote[]> {
  const author = alias(user, "author");
  const editor = alias(user, "editor");
  const rows = await transaction
    .select({ note: dealNote, authorName: author.name, editedByName: editor.name })
    .from(dealNote)
    .leftJoin(author, eq(author.id, dealNote.authorId))
    .leftJoin(editor, eq(editor.id, dealNote.editedById))
    .where(eq(dealNote.dealId, found.id))
    .orderBy(desc(dealNote.heldOn), desc(dealNote.id))
    .limit(notesShown);
  return rows.map(({ note, authorName, editedByName }) => ({
    id: note.id,
    heldOn: note.heldOn,
    attendees: note.attendees,
    body: note.body,
    authorName: authorName ?? "",
    editedByName: editedByName ?? "",
    version: note.version,
    updatedAt: note.updatedAt.toISOString(),
  }));
}

async function documentsOf(transaction: Transaction, found: Deal): Promise<DealDocument[]> {
  const documents = await transaction
    .select()
    .from(dealDocument)
    .where(eq(dealDocument.dealId, found.id))
    .orderBy(desc(dealDocument.id));
  if (documents.length === 0) return [];
  const versions = await transaction
    .select({ version: dealDocumentVersion, uploadedByName: user.name })
    .from(dealDocumentVersion)
    .leftJoin(user, eq(user.id, dealDocumentVersion.uploadedById))
    .where(eq(dealDocumentVersion.dealId, found.id))
    .orderBy(desc(dealDocumentVersion.number));
  const comments = await transaction
    .select({ comment: dealDocumentComment, authorName: user.name })
    .from(dealDocumentComment)
    .leftJoin(user, eq(user.id, dealDocumentComment.authorId))
    .where(eq(dealDocumentComment.dealId, found.id))
    .orderBy(desc(dealDocumentComment.id))
    .limit(commentsShown);
  return documents.map(({ id, title }) => ({
    id,
    title,
    versions: versions
      .filter(({ version }) => version.documentId === id)
      .map(({ version, uploadedByName }) => ({
        id: version.id,
        number: version.number,
        name: version.name,
        size: version.size,
        sha256: version.sha256,
        uploadedByName: uploadedByName ?? "",
        createdAt: version.createdAt.toISOString(),
        comments: comments
          .filter(({ comment }) => comment.versionId === version.id)
          .map(({ comment, authorName }) => ({
            id: comment.id,
            authorName: authorName ?? "",
            body: comment.body,
            createdAt: comment.createdAt.toISOString(),
          }))
          .reverse(),
      })),
  }));
}

export interface AssignablePerson {
  side: "demand" | "supply";
  id: string;
  name: string;
}

/** Those who write for either side, to be chosen for a task. */
export async function assignablePeople(
  database: Database,
  found: Deal,
): Promise<AssignablePerson[]> {
  const rows = await database
    .select({ organisationId: member.organisationId, id: user.id, name: user.name })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(
      and(
        inArray(member.organisationId, [found.demandOrganisationId, found.supplyOrganisationId]),
        ne(member.role, "reader"),
      ),
    )
    .orderBy(asc(member.id))
    .limit(200);
  return rows.map(({ organisationId, id, name }) => ({
    side: organisationId === found.demandOrganisationId ? "demand" : "supply",
    id,
    name,
  }));
}
