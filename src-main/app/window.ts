/** The one window: closed off from Node, from other pages and from every permission. */
import { app, BrowserWindow, nativeTheme, screen, session, type WebContents } from 'electron';
import { appOrigin, originOf } from '../contract/wire';
import { pagePreferences } from './page-preferences';
import { readSmallFile, writeSmallFile } from './small-file';
import { fitBounds, windowStateSchema, type WindowState } from './window-state';

/** Surface of the window before its first frame, as `tokens.css` has it. */
const background = { light: '#efefef', dark: '#212121' };

/** Milliseconds without a change before the place is kept. */
const settlingTime = 500;

/**
 * The window, where it stood last if that is still on a display.
 *
 * @param state path of the file that keeps its place
 * @param icon path of a PNG picture
 */
export function createWindow(preload: string, state: string, icon: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1000,
    minHeight: 640,
    useContentSize: true,
    show: false,
    autoHideMenuBar: true,
    icon,
    title: 'Pix2Pix Studio',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: pagePreferences(preload, app.isPackaged),
  });
  const last = readSmallFile(state, windowStateSchema);
  restoreState(window, last);
  keepState(window, state);
  window.once('ready-to-show', () => {
    if (last?.isMaximised === true) {
      window.maximize();
    }
    window.show();
  });
  void window.loadURL(`${appOrigin}/`);
  return window;
}

function restoreState(window: BrowserWindow, last: WindowState | null): void {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const bounds = last === null ? null : fitBounds(last.bounds, areas);
  if (bounds !== null) {
    window.setBounds(bounds);
  }
}

function keepState(window: BrowserWindow, path: string): void {
  let timer: NodeJS.Timeout | null = null;
  const keep = (): void => {
    try {
      writeSmallFile(path, { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() });
    } catch {
      // A full disk must not keep a window from being moved or closed; it opens where it stood before.
      return;
    }
  };
  const keepSoon = (): void => {
    if (timer !== null) {
      clearTimeout(timer);
    }
    timer = setTimeout(keep, settlingTime);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('maximize', keepSoon);
  window.on('unmaximize', keepSoon);
  window.on('close', keep);
  window.on('closed', () => {
    if (timer !== null) {
      clearTimeout(timer);
    }
  });
}

/** Denies every permission and every download to every page: what is saved is saved by the application. */
export function confineSession(): void {
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, allow) => {
    allow(false);
  });
  session.defaultSession.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** Keeps any page of ours where it is: no other address, no new window, no embedded view, no way past its policy. */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const stay = (event: { readonly url: string; readonly preventDefault: () => void }): void => {
    if (originOf(event.url) !== appOrigin) {
      event.preventDefault();
    }
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  // Without a proxy, which nobody here sets, WebRTC finds no address of this machine and reaches none.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}

/** A page that has crashed this many times within a minute will crash again. */
const mostCrashes = 3;
const crashInterval = 60_000;

/** Loads a page anew whose process has died; what it showed it gets from the trainer. */
export function revive(contents: WebContents): void {
  let crashes: number[] = [];
  contents.on('render-process-gone', (_event, { reason }) => {
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < crashInterval), now];
    if (reason !== 'clean-exit' && crashes.length <= mostCrashes) {
      // Within the event it would be the dead process that is asked.
      setImmediate(() => {
        contents.reload();
      });
    }
  });
}
