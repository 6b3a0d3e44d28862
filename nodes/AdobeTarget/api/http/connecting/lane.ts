import type { Socket } from 'node:net';

import type { Client, Dispatcher } from 'undici';

import { BrokenOff } from '../brokenOff';
import { openConnection } from './connect';
import type { Route, Undici } from './connect';

/** What a lane is opened with. */
interface LaneSettings {
	/** How long making the connection may take, with all its steps. */
	readonly connectMs: number;
	/** How long the connection is kept when nothing goes over it. */
	readonly idleMs: number;
	/** Called when it can be used for another request. */
	readonly onFree: (lane: Lane) => void;
	/** Called once it can't be used any more. */
	readonly onClosed: (lane: Lane) => void;
}

/** A request over a lane; a body that comes in pieces has its length among the headers. */
interface LaneRequest extends Omit<Dispatcher.DispatchOptions, 'body'> {
	readonly body: string | Uint8Array | Iterable<Uint8Array> | undefined;
}

/** How long a connection stays open after an early answer, so that what the system still holds of a request leaves. */
const LINGER_MS = 30_000;

/**
 * One connection, and one request over it at a time. undici's own pools open connections and choose among them by
 * themselves; here it is known which socket a request goes over, and whether it was used before.
 */
export class Lane {
	/** Undefined until it is connected. */
	socket: Socket | undefined;

	/** Whether a request has been answered over it. */
	wasUsed = false;

	private readonly client: Client;

	private stopConnecting: ((reason: Error) => void) | undefined;

	private letClose: (() => void) | undefined;

	/** Whether undici wanted to close it while it was held open. */
	private isToClose = false;

	constructor(
		undici: Undici,
		route: Route,
		private readonly settings: LaneSettings,
	) {
		const { connectMs, idleMs } = settings;
		this.client = new undici.Client(route.origin, {
			pipelining: 1,
			// Time-outs are the exchange's, which knows what moves.
			headersTimeout: 0,
			bodyTimeout: 0,
			// A shorter time that the other side asks for is kept to.
			keepAliveTimeout: idleMs,
			keepAliveMaxTimeout: idleMs,
			connect: (_, callback) => {
				// undici would connect anew where the connection is over, behind the back of whoever sends.
				if (this.stopConnecting !== undefined) {
					// With a code of its own, as undici would try for ever where it finds one of its own.
					callback(new BrokenOff('CLOSED', this.socket?.errored), null);
					return;
				}
				this.stopConnecting = openConnection(undici, route, connectMs, (...[error, socket]) => {
					if (error) callback(error, null);
					else callback(null, this.connected(socket));
				});
			},
		});
	}

	/** Whether a request may be sent over it. */
	get isOpen(): boolean {
		return this.socket !== undefined && !this.socket.destroyed;
	}

	/** Sends a request; the first one connects. */
	dispatch(request: LaneRequest, handler: Dispatcher.DispatchHandler): void {
		// undici takes iterables (docs, Dispatcher, DispatchOptions), which its types don't say.
		this.client.dispatch(request as Dispatcher.DispatchOptions, handler);
	}

	/** Makes it free for the next request, when its request has been sent whole and answered. */
	giveBack(): void {
		this.wasUsed = true;
		this.settings.onFree(this);
	}

	/**
	 * As {@link giveBack}, after an upload of which the system may still hold a part. Where the connection is to close,
	 * as a server may say in its answer, it closes later: to what comes after that, such as the end of TLS, the system
	 * would answer with a reset, and drop what it holds.
	 */
	giveBackAfterUpload(): void {
		this.holdOpen();
		// undici closes it right after it has told of the end of an answer.
		queueMicrotask(() => {
			if (this.isToClose) {
				this.closeLater();
				return;
			}
			this.letClose?.();
			if (this.isOpen) this.giveBack();
		});
	}

	/**
	 * Keeps the connection open for the rest of a request that has been answered early: undici takes an answer for the
	 * end of its request, and would close the socket (undici 7.30, client-h1.js, "Response completed before request").
	 */
	holdOpen(): void {
		const { socket } = this;
		if (socket === undefined) return;
		const destroy = socket.destroy.bind(socket);
		socket.destroy = (error) => {
			if (!isByUndici(error)) return destroy(error);
			this.isToClose = true;
			return socket;
		};
		this.letClose = () => {
			this.letClose = undefined;
			socket.destroy = destroy;
		};
	}

	/**
	 * Closes it when the other side does, or a while later: all of its request has left the process, and may not have
	 * arrived. It is not used again.
	 */
	closeLater(): void {
		this.letClose?.();
		// Nobody reads it any more, and its end would not be seen.
		this.socket?.removeAllListeners('readable').resume();
		const timer = setTimeout(() => {
			this.destroy();
		}, LINGER_MS);
		timer.unref();
		this.socket?.unref();
		this.socket?.once('close', () => {
			clearTimeout(timer);
		});
	}

	/** Closes it at once, also while it connects. */
	destroy(): void {
		this.letClose?.();
		this.stopConnecting?.(new BrokenOff('CLOSED'));
		// What is under way over it has been told before.
		void this.client.destroy();
	}

	private connected(socket: Socket): Socket {
		this.socket = socket;
		socket.once('close', () => {
			this.settings.onClosed(this);
		});
		return socket;
	}
}

/** undici's reasons to close a socket at which nothing has broken. */
function isByUndici(error: Error | undefined): boolean {
	return error !== undefined && 'code' in error && error.code === 'UND_ERR_INFO';
}
