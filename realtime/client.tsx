import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { io, type Socket } from "socket.io-client";
import { events, type EventData, type EventName, type Room } from "./events.ts";

/** "away": no connection can be had for now, so who wants news must ask for it. */
type Link = "opening" | "on" | "broken" | "away";

interface Realtime {
  socket: Socket | null;
  link: Link;
}

const RealtimeContext = createContext<Realtime>({ socket: null, link: "opening" });

/** Milliseconds without a connection after which it counts as one that cannot be had. */
const patience = 20_000;
/** Where the server itself ended or refused a connection, socket.io does not try again by itself. */
const pauseWhenRefused = 10_000;

/**
 * One live connection for the whole page, while a person is signed in. A new
 * person or organisation gets a new connection, since rooms belong to the session.
 * `onEnded` is called when the server ended it, as it does when the sign-in ends.
 */
export function RealtimeProvider(props: {
  identity: string | null;
  onEnded: () => void;
  children: ReactNode;
}) {
  const [socket, setSocket] = useState<Socket | null>(null);
  const [link, setLink] = useState<Link>("opening");
  const { identity, onEnded } = props;
  const ended = useRef(onEnded);
  useEffect(() => {
    ended.current = onEnded;
  });

  useEffect(() => {
    if (identity === null) return;
    const opened = io({
      path: "/realtime",
      transports: ["websocket"],
      reconnectionDelayMax: 5_000,
    });
    let again: ReturnType<typeof setTimeout> | undefined;
    let impatient = setTimeout(() => setLink("away"), patience);
    const tryAgain = (pause: number) => {
      clearTimeout(again);
      if (!opened.active) again = setTimeout(() => opened.connect(), pause);
    };
    opened.on("ready", () => {
      clearTimeout(impatient);
      setLink("on");
    });
    opened.on("disconnect", (reason) => {
      setLink("broken");
      clearTimeout(impatient);
      impatient = setTimeout(() => setLink("away"), patience);
      if (reason === "io server disconnect") ended.current();
      tryAgain(1_000);
    });
    /** A server that could not look the person up, as its database is away, can do so soon. */
    opened.on("connect_error", ({ message }) =>
      tryAgain(message === "unavailable" ? 1_000 + Math.random() * 1_000 : pauseWhenRefused),
    );
    setSocket(opened);
    return () => {
      opened.close();
      clearTimeout(again);
      clearTimeout(impatient);
      setSocket(null);
      setLink("opening");
    };
  }, [identity]);

  useEffect(() => {
    document.documentElement.dataset.live = link === "on" ? "on" : "off";
  }, [link]);

  const value = useMemo(() => ({ socket, link }), [socket, link]);
  return <RealtimeContext.Provider value={value}>{props.children}</RealtimeContext.Provider>;
}

/** Whether the page is being told of news now. */
export const useConnected = (): boolean => useContext(RealtimeContext).link === "on";

/** Whether news must be asked for, as no live connection can be had; false while one is being opened. */
export const useWithoutLink = (): boolean => useContext(RealtimeContext).link === "away";

/** Calls back for each event of this name while the component is shown. */
export function useRealtimeEvent<Name extends EventName>(
  name: Name,
  onEvent: (data: EventData<Name>) => void,
): void {
  const { socket } = useContext(RealtimeContext);
  const latest = useRef(onEvent);
  useEffect(() => {
    latest.current = onEvent;
  });
  useEffect(() => {
    if (!socket) return;
    const receive = (data: unknown) => {
      const parsed = events[name].data.safeParse(data);
      if (parsed.success) latest.current(parsed.data as EventData<Name>);
    };
    const event: string = name;
    socket.on(event, receive);
    return () => void socket.off(event, receive);
  }, [socket, name]);
}

/**
 * Calls back whenever something may have been missed: between the page's making
 * and its first connection ("opening"), after a reconnect, or when the server lost
 * sight of its database for a while ("break").
 */
export function useMissed(onMissed: (during: "opening" | "break") => void): void {
  const { socket } = useContext(RealtimeContext);
  const latest = useRef(onMissed);
  useEffect(() => {
    latest.current = onMissed;
  });
  useEffect(() => {
    if (!socket) return;
    let readyBefore = false;
    const ready = () => {
      latest.current(readyBefore ? "break" : "opening");
      readyBefore = true;
    };
    const missed = () => latest.current("break");
    socket.on("ready", ready);
    socket.on("resynchronise", missed);
    return () => {
      socket.off("ready", ready);
      socket.off("resynchronise", missed);
    };
  }, [socket]);
}

/** Keeps the page in a room while the component is shown, also across reconnects. */
export function useRoom(room: Room | null): void {
  const { socket } = useContext(RealtimeContext);
  useEffect(() => {
    if (!socket || room === null) return;
    const join = () => void socket.emit("subscribe", { room });
    socket.on("ready", join);
    /** The server may have failed to look at the page's rights while it lost its database. */
    socket.on("resynchronise", join);
    if (socket.connected) join();
    return () => {
      socket.off("ready", join);
      socket.off("resynchronise", join);
      socket.emit("unsubscribe", { room });
    };
  }, [socket, room]);
}
