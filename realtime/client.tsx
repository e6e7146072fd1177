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
import { eventData, type EventData, type EventName, type Room } from "./events.ts";

interface Realtime {
  socket: Socket | null;
  connected: boolean;
}

const RealtimeContext = createContext<Realtime>({ socket: null, connected: false });

/**
 * One live connection for the whole page, while a person is signed in. A new
 * person or organisation gets a new connection, since rooms belong to the session.
 */
export function RealtimeProvider(props: { identity: string | null; children: ReactNode }) {
  const [socket, setSocket] = useState<Socket | null>(null);
  const [connected, setConnected] = useState(false);
  const { identity } = props;

  useEffect(() => {
    if (identity === null) return;
    const opened = io({ path: "/realtime", reconnectionDelayMax: 5_000 });
    opened.on("ready", () => setConnected(true));
    let turnedAway: ReturnType<typeof setTimeout> | undefined;
    /** Where the server itself ended or refused the connection, socket.io does not try again. */
    const tryAgain = (pause: number) => {
      if (!opened.active) turnedAway = setTimeout(() => opened.connect(), pause);
    };
    opened.on("disconnect", () => {
      setConnected(false);
      tryAgain(10_000);
    });
    /** A server that could not look the person up, as its database is away, can do so soon. */
    opened.on("connect_error", ({ message }) =>
      tryAgain(message === "unauthorised" ? 10_000 : 1_000 + Math.random() * 1_000),
    );
    setSocket(opened);
    return () => {
      opened.close();
      clearTimeout(turnedAway);
      setSocket(null);
      setConnected(false);
    };
  }, [identity]);

  useEffect(() => {
    document.documentElement.dataset.live = connected ? "on" : "off";
  }, [connected]);

  const value = useMemo(() => ({ socket, connected }), [socket, connected]);
  return <RealtimeContext.Provider value={value}>{props.children}</RealtimeContext.Provider>;
}

/** Whether the page is being told of news now. */
export const useConnected = (): boolean => useContext(RealtimeContext).connected;

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
      const parsed = eventData[name].safeParse(data);
      if (parsed.success) latest.current(parsed.data as EventData<Name>);
    };
    socket.on(name as string, receive);
    return () => void socket.off(name as string, receive);
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
