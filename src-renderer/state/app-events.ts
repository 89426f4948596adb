/** What the application tells the window unasked, and who in the window it is for. */
import type { AppEvent } from '../../src-main/contract/routes';
import { giveCommand } from './commands.svelte';
import { openFolder, tellProblem } from './dataset.svelte';
import { openDialog } from './dialogs.svelte';
import { generatorHasStopped } from './generator.svelte';
import { prepareToClose, trainerHasStopped } from './run.svelte';

export function receiveAppEvent(event: AppEvent): void {
  switch (event.type) {
    case 'trainer-stopped':
      trainerHasStopped(event.error);
      break;
    case 'generator-stopped':
      generatorHasStopped(event.error);
      break;
    case 'close-asked':
      openDialog('close');
      break;
    case 'closing':
      prepareToClose();
      break;
    case 'command':
      giveCommand(event.command);
      break;
    case 'folder':
      void openFolder(event.folder);
      break;
    case 'problem':
      tellProblem(event.error);
      break;
  }
}
