/** The one window: closed off from Node, from other pages and from every permission. */
import { BrowserWindow, nativeTheme, session, type WebContents } from 'electron';
import { appOrigin, originOf } from '../contract/wire';

/** Surface of the window before its first frame, as `tokens.css` has it. */
const background = { light: '#efefef', dark: '#212121' };

export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1000,
    minHeight: 640,
    useContentSize: true,
    show: false,
    title: 'Pix2Pix Studio',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** Denies every permission to every page. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, allow) => {
    allow(false);
  });
}

/** Keeps any page of ours where it is: no other address, no new window, no embedded view. */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (originOf(event.url) !== appOrigin) {
      event.preventDefault();
    }
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}
